package io.firenet.core.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures worked out by hand. */
class ClassificationSummaryTests {

  /** Three of class 0, one of them taken for 1; one of class 1, taken for 0; none of class 2. */
  private static final ClassificationSummary SUMMARY =
      new ClassificationSummary(
          List.of(
              one("a", 0, 0.8, 0.1, 0.1),
              one("b", 0, 0.6, 0.3, 0.1),
              one("c", 0, 0.2, 0.7, 0.1),
              one("d", 1, 0.5, 0.3, 0.2)));

  private static ClassifiedCase one(String id, int reference, Double... probabilities) {
    return new ClassifiedCase(id, reference, List.of(probabilities));
  }

  @Test
  void casesAreCountedByClassAndPrediction() {
    assertArrayEquals(new int[] {2, 1, 0}, SUMMARY.confusion()[0]);
    assertArrayEquals(new int[] {1, 0, 0}, SUMMARY.confusion()[1]);
    assertArrayEquals(new int[] {0, 0, 0}, SUMMARY.confusion()[2]);
    assertEquals(0.5, SUMMARY.accuracy());
  }

  @Test
  void balancedAccuracyLeavesOutClassesThatDoNotOccur() {
    assertEquals(2.0 / 3, SUMMARY.sensitivity(0), 1e-12);
    assertEquals(0, SUMMARY.sensitivity(1));
    assertTrue(Double.isNaN(SUMMARY.sensitivity(2)));
    assertEquals(1.0 / 3, SUMMARY.balancedAccuracy(), 1e-12);
    assertEquals(new Score("balanced accuracy", 1.0 / 3), SUMMARY.score());
  }

  @Test
  void aucCountsPairsInOrderAndTiesByHalf() {
    assertEquals(2.0 / 3, SUMMARY.auc(0), 1e-12); // 0.8 and 0.6 above 0.5, 0.2 not
    assertEquals((1 + 0.5 + 0) / 3, SUMMARY.auc(1), 1e-12); // 0.3 above 0.1, as 0.3, below 0.7
    assertTrue(Double.isNaN(SUMMARY.auc(2)));
    assertEquals((2.0 / 3 + 0.5) / 2, SUMMARY.auc(), 1e-12);
  }

  @Test
  void tableHasALineForEachClass() {
    assertEquals(
        """
        class     cases  sensitivity     AUC
        0 normal      3       0.6667  0.6667
        1 large       1       0.0000  0.5000
        2 none        0            –       –
        mean          4       0.3333  0.5833
        accuracy 0.5000
        """,
        SUMMARY.toTable(List.of("normal", "large", "none")));
  }

  @Test
  void jsonHoldsEveryCaseAndNullForWhatIsUndefined() {
    JsonObject json = SUMMARY.toJson();
    assertEquals(0.5, json.getJsonNumber("accuracy").doubleValue());
    assertTrue(json.getJsonObject("mean").getJsonObject("2").isNull("AUC"));
    JsonObject last = json.getJsonArray("metric_per_case").getJsonObject(3);
    assertEquals("d", last.getString("case"));
    assertEquals(1, last.getInt("reference"));
    assertEquals(0, last.getInt("predicted"));
  }

  @Test
  void nothingToSumUpIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ClassificationSummary(List.of()));
    assertThrows(IllegalArgumentException.class, () -> one("x", 2, 0.5, 0.5));
  }
}
