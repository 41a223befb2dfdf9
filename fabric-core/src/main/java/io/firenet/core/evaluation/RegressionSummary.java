package io.firenet.core.evaluation;

import io.firenet.model.ValidationScore;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How well values were predicted of images as a whole, for each quantity in its unit.
 *
 * <ul>
 *   <li>MAE: the mean absolute error; RMSE: the root of the mean squared error.
 *   <li>R²: {@code 1 − Σ error² / Σ (reference − mean reference)²}; 1 is perfect, 0 no better than
 *       always saying the mean, without lower bound; NaN if all references are equal.
 * </ul>
 *
 * @param cases one entry per case, all of the same quantities
 */
public record RegressionSummary(List<MeasuredCase> cases) implements Summary {

  /**
   * @throws IllegalArgumentException if there is no case
   */
  public RegressionSummary {
    cases = List.copyOf(cases);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  private int quantities() {
    return cases.get(0).reference().size();
  }

  /**
   * The mean absolute error of a quantity, in its unit.
   *
   * @param quantity its index among the outputs, from 0
   * @return at least 0
   */
  public double meanAbsoluteError(int quantity) {
    return mean(cases.stream().mapToDouble(one -> Math.abs(one.error(quantity))));
  }

  /**
   * The root of a quantity's mean squared error, in its unit.
   *
   * @param quantity its index among the outputs, from 0
   * @return at least 0
   */
  public double rootMeanSquaredError(int quantity) {
    return Math.sqrt(mean(cases.stream().mapToDouble(one -> square(one.error(quantity)))));
  }

  /**
   * The R² of a quantity; NaN if all references are equal.
   *
   * @param quantity its index among the outputs, from 0
   * @return 1 for no error, 0 for errors as those of the mean; may be negative
   */
  public double r2(int quantity) {
    double mean = mean(cases.stream().mapToDouble(one -> one.reference().get(quantity)));
    double spread =
        mean(cases.stream().mapToDouble(one -> square(one.reference().get(quantity) - mean)));
    double error = mean(cases.stream().mapToDouble(one -> square(one.error(quantity))));
    return spread == 0 ? Double.NaN : 1 - error / spread;
  }

  private static double square(double value) {
    return value * value;
  }

  private static double mean(DoubleStream values) {
    return values.filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
  }

  /** The mean of the quantities' R², where they are defined. */
  @Override
  public Score score() {
    return new Score("R²", mean(IntStream.range(0, quantities()).mapToDouble(this::r2)));
  }

  @Override
  public List<ValidationScore> scores(List<String> names) {
    return IntStream.range(0, quantities())
        .filter(q -> Double.isFinite(r2(q)))
        .mapToObj(q -> new ValidationScore(names.get(q), "R²", r2(q), cases.size()))
        .toList();
  }

  @Override
  public List<CaseScore> caseScores(List<String> names) {
    List<CaseScore> scores = new ArrayList<>();
    for (MeasuredCase one : cases) {
      Map<String, Double> errors = new LinkedHashMap<>();
      for (int q = 0; q < quantities(); q++) {
        errors.put(names.get(q), Math.abs(one.error(q)));
      }
      scores.add(new CaseScore(one.caseId(), Double.NaN, errors));
    }
    return scores;
  }

  @Override
  public int count() {
    return cases.size();
  }

  @Override
  public JsonObject toJson() {
    JsonArrayBuilder figures = Json.createArrayBuilder();
    for (int q = 0; q < quantities(); q++) {
      figures.add(
          Json.createObjectBuilder()
              .add("MAE", SummaryJson.number(meanAbsoluteError(q)))
              .add("RMSE", SummaryJson.number(rootMeanSquaredError(q)))
              .add("R2", SummaryJson.number(r2(q))));
    }
    JsonArrayBuilder perCase = Json.createArrayBuilder();
    for (MeasuredCase one : cases) {
      perCase.add(
          Json.createObjectBuilder()
              .add("case", one.caseId())
              .add("reference", Json.createArrayBuilder(one.reference()))
              .add("predicted", Json.createArrayBuilder(one.predicted())));
    }
    return Json.createObjectBuilder()
        .add("R2", SummaryJson.number(score().value()))
        .add("quantities", figures)
        .add("metric_per_case", perCase)
        .build();
  }

  @Override
  public String toTable(List<String> names) {
    TextTable table = new TextTable("quantity", "MAE", "RMSE", "R²");
    for (int q = 0; q < quantities(); q++) {
      table.row(
          names.get(q),
          TextTable.decimal(meanAbsoluteError(q), 4),
          TextTable.decimal(rootMeanSquaredError(q), 4),
          TextTable.decimal(r2(q), 4));
    }
    return table + (cases.size() == 1 ? "1 case\n" : cases.size() + " cases\n");
  }
}
