package io.firenet.core.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.evaluation.Score;
import io.firenet.core.training.run.RunResults.DatasetResult;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunResultsTests {

  private static final RunResults RESULTS =
      new RunResults(
          3,
          List.of(
              new DatasetResult(
                  "heart", 8, 2, 24, 0.5, 0.61, Optional.of(new Score("Dice", 0.9)), List.of()),
              new DatasetResult("knee", 1, 0, 24, 0.7, Double.NaN, Optional.empty(), List.of())));

  @Test
  void tableIsAlignedMarkdown() {
    assertEquals(
        """
        | dataset | training cases | validation cases | steps | training loss | validation loss | metric |  score |
        |---------|---------------:|-----------------:|------:|--------------:|----------------:|--------|-------:|
        | heart   |              8 |                2 |    24 |        0.5000 |          0.6100 | Dice   | 0.9000 |
        | knee    |              1 |                0 |    24 |        0.7000 |               – | –      |      – |
        """,
        RESULTS.toTable());
  }

  @Test
  void whatIsUndefinedIsNullOrAbsentInJson() {
    JsonObject knee = RESULTS.toJson().getJsonArray("datasets").getJsonObject(1);
    assertTrue(knee.isNull("validationLoss"));
    assertFalse(knee.containsKey("score"));
    assertEquals(3, RESULTS.toJson().getInt("epoch"));
  }
}
