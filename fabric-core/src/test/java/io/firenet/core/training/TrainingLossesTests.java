package io.firenet.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TrainingLossesTests {

  @Test
  void meansAreByDatasetAndPassOverWhatIsNoNumber() {
    TrainingLosses losses = new TrainingLosses(null);
    losses.add("a", "case-1", 1);
    losses.add("a", "case-1", Double.NaN);
    losses.add("a", "case-1", 2);
    losses.add("b", "case-1", 6);
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
      losses.add("a", "case-1", Double.NaN);
    }
    TrainingLosses last = new TrainingLosses(losses);
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> last.add("a", "case-1", Double.NaN));
    assertTrue(error.getMessage().contains("case-1 of a"), error.getMessage());
  }
}
