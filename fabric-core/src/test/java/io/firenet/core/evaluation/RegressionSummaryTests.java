package io.firenet.core.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Target;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures worked out by hand. */
class RegressionSummaryTests {

  private static final RegressionSummary SUMMARY =
      new RegressionSummary(
          List.of(
              new MeasuredCase("a", List.of(1.0, 7.0), List.of(2.0, 7.0)),
              new MeasuredCase("b", List.of(3.0, 7.0), List.of(3.0, 8.0)),
              new MeasuredCase("c", List.of(5.0, 7.0), List.of(2.0, 7.0))));

  @Test
  void errorsAreInTheUnitOfTheQuantity() {
    assertEquals(4.0 / 3, SUMMARY.meanAbsoluteError(0), 1e-12);
    assertEquals(Math.sqrt(10.0 / 3), SUMMARY.rootMeanSquaredError(0), 1e-12);
    assertEquals(1.0 / 3, SUMMARY.meanAbsoluteError(1), 1e-12);
  }

  @Test
  void r2ComparesWithTheMeanAndIsUndefinedWithoutSpread() {
    assertEquals(1 - 10.0 / 8, SUMMARY.r2(0), 1e-12);
    assertTrue(Double.isNaN(SUMMARY.r2(1)));
    assertEquals(1 - 10.0 / 8, SUMMARY.score().value(), 1e-12);
  }

  @Test
  void tableHasALineForEachQuantity() {
    assertEquals(
        """
        quantity        MAE    RMSE       R²
        volume (ml)  1.3333  1.8257  -0.2500
        score        0.3333  0.5774        –
        3 cases
        """,
        SUMMARY.toTable(List.of("volume (ml)", "score")));
  }

  @Test
  void jsonHoldsEveryCaseAndNullForWhatIsUndefined() {
    JsonObject json = SUMMARY.toJson();
    assertTrue(json.getJsonArray("quantities").getJsonObject(1).isNull("R2"));
    JsonObject last = json.getJsonArray("metric_per_case").getJsonObject(2);
    assertEquals(2.0, last.getJsonArray("predicted").getJsonNumber(0).doubleValue());
  }

  @Test
  void answersMustFitWhatIsKnown() {
    WholeImageEvaluation evaluation = new WholeImageEvaluation();
    Target known = new Target.Values(List.of(1.0, 2.0));
    assertThrows(IllegalArgumentException.class, () -> evaluation.add("a", known, List.of(1.0)));
    assertThrows(IllegalArgumentException.class, evaluation::summary);
    evaluation.add("a", known, List.of(1.0, 2.5));
    assertEquals(0.5, ((RegressionSummary) evaluation.summary()).meanAbsoluteError(1));
  }
}
