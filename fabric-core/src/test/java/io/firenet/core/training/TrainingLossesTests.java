package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.training.sample.Sample;
import io.firenet.dataset.Target;
import io.firenet.volume.GridSize;
import org.junit.jupiter.api.Test;

class TrainingLossesTests {

  @Test
  void meansAreByDatasetAndPassOverWhatIsNoNumber() {
    TrainingLosses losses = new TrainingLosses(null);
    losses.add(sample("a"), 1);
    losses.add(sample("a"), Double.NaN);
    losses.add(sample("a"), 2);
    losses.add(sample("b"), 6);
    assertEquals(1.5, losses.mean("a"));
    assertEquals(6, losses.mean("b"));
    assertEquals(3, losses.mean());
    assertEquals(3, losses.steps("a"));
    assertTrue(Double.isNaN(losses.mean("c")));
  }

  @Test
  void tenStepsWithoutALossEndTheRunAcrossShortEpochsToo() {
    TrainingLosses losses = new TrainingLosses(null);
    for (int i = 0; i < 9; i++) {
      losses = new TrainingLosses(losses);
      losses.add(sample("a"), Double.NaN);
    }
    TrainingLosses last = new TrainingLosses(losses);
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> last.add(sample("a"), Double.NaN));
    assertTrue(error.getMessage().contains("case-1 of a"), error.getMessage());
  }

  private static Sample sample(String dataset) {
    GridSize one = new GridSize(1, 1, 1);
    return new Sample(dataset, "case-1", new float[1], new Target.Category(0), one);
  }
}
