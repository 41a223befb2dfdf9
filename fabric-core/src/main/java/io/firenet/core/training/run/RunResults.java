package io.firenet.core.training.run;

import io.firenet.core.evaluation.Score;
import io.firenet.core.io.RecordCodec;
import io.firenet.model.ValidationScore;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run came to, dataset by dataset, over all their validation cases.
 *
 * @param epoch the epoch whose weights were validated
 * @param datasets in the run's order
 */
public record RunResults(int epoch, List<DatasetResult> datasets) {

  private static final List<String> TITLES =
      List.of(
          "dataset",
          "training cases",
          "validation cases",
          "steps",
          "training loss",
          "validation loss",
          "metric",
          "score");
  private static final String NONE = "–";

  public RunResults {
    datasets = List.copyOf(datasets);
  }

  /**
   * One dataset's results.
   *
   * @param name the dataset's name
   * @param trainingCases number of its cases that train
   * @param validationCases number of its cases that validate
   * @param steps training steps on its cases, over all epochs
   * @param trainingLoss mean loss of its steps in the last epoch, NaN if there was none
   * @param validationLoss mean loss over its validation cases, NaN if there is none
   * @param score its validation score, absent if it has no validation case
   * @param outputs that score for each of its outputs; none in files of before they were kept
   */
  public record DatasetResult(
      String name,
      int trainingCases,
      int validationCases,
      long steps,
      double trainingLoss,
      double validationLoss,
      Optional<Score> score,
      List<ValidationScore> outputs) {

    public DatasetResult {
      outputs = List.copyOf(outputs);
    }

    private List<String> cells() {
      return List.of(
          name,
          Integer.toString(trainingCases),
          Integer.toString(validationCases),
          Long.toString(steps),
          decimal(trainingLoss),
          decimal(validationLoss),
          score.map(Score::metric).orElse(NONE),
          decimal(score.map(Score::value).orElse(Double.NaN)));
    }

    private JsonObject toJson() {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("name", name)
              .add("trainingCases", trainingCases)
              .add("validationCases", validationCases)
              .add("steps", steps)
              .add("trainingLoss", number(trainingLoss))
              .add("validationLoss", number(validationLoss));
      score.ifPresent(s -> json.add("metric", s.metric()).add("score", number(s.value())));
      if (!outputs.isEmpty()) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        outputs.forEach(one -> list.add(RecordCodec.write(one)));
        json.add("outputs", list);
      }
      return json.build();
    }

    private static DatasetResult fromJson(JsonObject json) {
      return new DatasetResult(
          json.getString("name"),
          json.getInt("trainingCases"),
          json.getInt("validationCases"),
          json.getJsonNumber("steps").longValueExact(),
          number(json, "trainingLoss"),
          number(json, "validationLoss"),
          json.containsKey("metric")
              ? Optional.of(new Score(json.getString("metric"), number(json, "score")))
              : Optional.empty(),
          json.containsKey("outputs")
              ? json.getJsonArray("outputs").getValuesAs(JsonObject.class).stream()
                  .map(one -> RecordCodec.read(ValidationScore.class, one))
                  .toList()
              : List.of());
    }
  }

  /** As a Markdown table whose columns are aligned, so that it reads well as plain text. */
  public String toTable() {
    List<List<String>> rows = new ArrayList<>(List.of(TITLES));
    datasets.forEach(dataset -> rows.add(dataset.cells()));
    int[] widths = new int[TITLES.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      appendRow(table, row, widths);
      if (row == TITLES) {
        appendRule(table, widths);
      }
    }
    return table.toString();
  }

  private static void appendRow(StringBuilder table, List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      table.append("| ").append(isText(i) ? row.get(i) + padding : padding + row.get(i));
      table.append(' ');
    }
    table.append("|\n");
  }

  private static void appendRule(StringBuilder table, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      table.append('|').append("-".repeat(widths[i] + 1)).append(isText(i) ? '-' : ':');
    }
    table.append("|\n");
  }

  private static boolean isText(int column) {
    return TITLES.get(column).equals("dataset") || TITLES.get(column).equals("metric");
  }

  /** As JSON; what is undefined is {@code null}. */
  public JsonObject toJson() {
    JsonArrayBuilder list = Json.createArrayBuilder();
    datasets.forEach(dataset -> list.add(dataset.toJson()));
    return Json.createObjectBuilder().add("epoch", epoch).add("datasets", list).build();
  }

  /** From {@link #toJson}. */
  static RunResults fromJson(JsonObject json) {
    return new RunResults(
        json.getInt("epoch"),
        json.getJsonArray("datasets").getValuesAs(JsonObject.class).stream()
            .map(DatasetResult::fromJson)
            .toList());
  }

  private static double number(JsonObject json, String key) {
    return json.isNull(key) ? Double.NaN : json.getJsonNumber(key).doubleValue();
  }

  private static String decimal(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : NONE;
  }

  private static JsonValue number(double value) {
    return Double.isFinite(value) ? Json.createValue(value) : JsonValue.NULL;
  }
}
