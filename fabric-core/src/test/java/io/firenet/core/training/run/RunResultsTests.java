package io.firenet.core.training.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.evaluation.CaseScore;
import io.firenet.core.evaluation.Score;
import io.firenet.core.training.run.RunResults.DatasetResult;
import io.firenet.model.ValidationScore;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunResultsTests {

  private static final RunResults RESULTS =
      new RunResults(
          3,
          List.of(
              new DatasetResult(
                  "heart",
                  8,
                  2,
                  24,
                  0.5,
                  0.61,
                  Optional.of(new Score("Dice", 0.9)),
                  List.of(new ValidationScore("left atrium", "Dice", 0.9, 2)),
                  List.of(
                      new CaseScore("a", 0.95, Map.of("left atrium", 0.95)),
                      new CaseScore("b|c", Double.NaN, Map.of("left atrium", Double.NaN)),
                      new CaseScore("d", 0.85, Map.of("left atrium", 0.85)))),
              new DatasetResult(
                  "knee", 1, 0, 24, 0.7, Double.NaN, Optional.empty(), List.of(), List.of())));

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
  void labelsAndCasesFollowTheWorstFirst() {
    assertEquals(
        """

        heart, validation score by output

        | output      |   Dice | cases |
        |-------------|-------:|------:|
        | left atrium | 0.9000 |     2 |

        heart, validation cases, the worst first

        | case |   mean | left atrium |
        |------|-------:|------------:|
        | d    | 0.8500 |      0.8500 |
        | a    | 0.9500 |      0.9500 |
        | b\\|c |      – |           – |
        """,
        RESULTS.toDetails(20));
    String brief = RESULTS.toDetails(1);
    assertTrue(brief.contains("| d "), brief);
    assertFalse(brief.contains("| a "), brief);
    assertTrue(brief.endsWith("and 2 better ones in results.md\n"), brief);
  }

  @Test
  void isReadAsItIsWritten() {
    assertEquals(RESULTS, RunResults.fromJson(RESULTS.toJson()));
  }

  @Test
  void whatIsUndefinedIsNullOrAbsentInJson() {
    JsonObject knee = RESULTS.toJson().getJsonArray("datasets").getJsonObject(1);
    assertTrue(knee.isNull("validationLoss"));
    assertFalse(knee.containsKey("score"));
    assertEquals(3, RESULTS.toJson().getInt("epoch"));
  }
}
