package io.firenet.core.training.run;

import io.firenet.core.evaluation.CaseScore;
import io.firenet.core.evaluation.Score;
import io.firenet.core.io.MarkdownTable;
import io.firenet.core.io.RecordCodec;
import io.firenet.model.ValidationScore;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a run came to, dataset by dataset, over all their validation cases, or over those of every
 * epoch where a time limit leaves no time for all.
 *
 * @param epoch the epoch whose weights were validated
 * @param datasets in the run's order
 */
public record RunResults(int epoch, List<DatasetResult> datasets) {

  private static final Set<String> TEXTS = Set.of("dataset", "metric");
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
   * @param cases each validation case's; none likewise
   */
  public record DatasetResult(
      String name,
      int trainingCases,
      int validationCases,
      long steps,
      double trainingLoss,
      double validationLoss,
      Optional<Score> score,
      List<ValidationScore> outputs,
      List<CaseScore> cases) {

    public DatasetResult {
      outputs = List.copyOf(outputs);
      cases = List.copyOf(cases);
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

    private MarkdownTable outputTable() {
      String metric = outputs.get(0).metric();
      MarkdownTable table =
          new MarkdownTable(List.of("output", metric, "cases"), column -> column > 0);
      for (ValidationScore one : outputs) {
        table.row(List.of(one.output(), decimal(one.value()), Integer.toString(one.cases())));
      }
      return table;
    }

    private MarkdownTable caseTable(int most) {
      List<String> titles = new ArrayList<>(List.of("case", "mean"));
      titles.addAll(cases.get(0).outputs().keySet());
      MarkdownTable table = new MarkdownTable(titles, column -> column > 0);
      cases.stream()
          .sorted(Comparator.comparingDouble(CaseScore::value))
          .limit(most)
          .forEach(
              one -> {
                List<String> cells = new ArrayList<>(List.of(one.caseId(), decimal(one.value())));
                one.outputs().values().forEach(value -> cells.add(decimal(value)));
                table.row(cells);
              });
      return table;
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
      if (!cases.isEmpty()) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        cases.forEach(one -> list.add(RecordCodec.write(one)));
        json.add("cases", list);
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
          records(json, "outputs", ValidationScore.class),
          records(json, "cases", CaseScore.class));
    }

    private static <R extends Record> List<R> records(JsonObject json, String key, Class<R> type) {
      return json.containsKey(key)
          ? json.getJsonArray(key).getValuesAs(JsonObject.class).stream()
              .map(one -> RecordCodec.read(type, one))
              .toList()
          : List.of();
    }
  }

  /**
   * As a Markdown table whose columns are aligned, so that it reads well as plain text.
   *
   * @return one row for each dataset
   */
  public String toTable() {
    MarkdownTable table = new MarkdownTable(TITLES, column -> !TEXTS.contains(TITLES.get(column)));
    datasets.forEach(dataset -> table.row(dataset.cells()));
    return table.toString();
  }

  /**
   * Tables of every output's score and of every case's, the worst first.
   *
   * @param most how many cases of a dataset
   * @return Markdown; empty if nothing was validated
   */
  public String toDetails(int most) {
    StringBuilder text = new StringBuilder();
    for (DatasetResult dataset : datasets) {
      if (!dataset.outputs.isEmpty()) {
        text.append("\n%s, validation score by output\n\n".formatted(dataset.name));
        text.append(dataset.outputTable());
      }
      if (!dataset.cases.isEmpty()) {
        text.append("\n%s, validation cases, the worst first\n\n".formatted(dataset.name));
        text.append(dataset.caseTable(most));
        int more = dataset.cases.size() - most;
        if (more > 0) {
          text.append("\nand %s better ones in results.md\n".formatted(more));
        }
      }
    }
    return text.toString();
  }

  /**
   * As JSON; what is undefined is {@code null}.
   *
   * @return as in {@code results.json}
   */
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
