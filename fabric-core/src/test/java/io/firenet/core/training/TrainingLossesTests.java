package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TrainingLossesTests {

  @Test
  void meansAreByDatasetAndPassOverWhatIsNoNumber() {
    TrainingLosses losses = new TrainingLosses(null);
    losses.add("a", 1);
    losses.add("a", Double.NaN);
    losses.add("a", 2);
    losses.add("b", 6);
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
      assertFalse(losses.add("a", Double.NaN));
    }
    assertTrue(new TrainingLosses(losses).add("a", Double.NaN));
  }
}
