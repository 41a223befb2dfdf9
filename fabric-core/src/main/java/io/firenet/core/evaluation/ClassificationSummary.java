package io.firenet.core.evaluation;

import io.firenet.model.ValidationScore;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How well images were classified as a whole.
 *
 * <ul>
 *   <li>Sensitivity of a class: the share of its cases that were given it.
 *   <li>Balanced accuracy: the mean of the sensitivities of the classes that occur.
 *   <li>AUC of a class against all others: the probability that a case of the class was given more
 *       of it than a case of another, equals counting half; NaN where either is missing.
 * </ul>
 *
 * @param cases one entry per case, all of the same classes
 */
public record ClassificationSummary(List<ClassifiedCase> cases) implements Summary {

  /**
   * @throws IllegalArgumentException if there is no case
   */
  public ClassificationSummary {
    cases = List.copyOf(cases);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException("nothing was classified");
    }
  }

  private int classes() {
    return cases.get(0).probabilities().size();
  }

  /**
   * {@code [class][predicted]}: numbers of cases.
   *
   * @return a new array, of as many rows and columns as there are classes
   */
  public int[][] confusion() {
    int[][] confusion = new int[classes()][classes()];
    cases.forEach(one -> confusion[one.reference()][one.predicted()]++);
    return confusion;
  }

  /**
   * The share of the cases that were given their class.
   *
   * @return 0 to 1
   */
  public double accuracy() {
    long right = cases.stream().filter(one -> one.predicted() == one.reference()).count();
    return (double) right / cases.size();
  }

  /**
   * The mean of the sensitivities of the classes that occur.
   *
   * @return 0 to 1, or NaN if there is no case
   */
  public double balancedAccuracy() {
    return mean(IntStream.range(0, classes()).mapToDouble(this::sensitivity));
  }

  /**
   * The share of a class's cases that were given it; NaN if it has none.
   *
   * @param label the class, from 0
   * @return 0 to 1, or NaN
   */
  public double sensitivity(int label) {
    int[] row = confusion()[label];
    return (double) row[label] / IntStream.of(row).sum();
  }

  /**
   * The AUC of a class against all others; NaN where either is missing.
   *
   * @param label the class, from 0
   * @return 0 to 1, 0.5 for chance, or NaN
   */
  public double auc(int label) {
    double above = 0;
    long pairs = 0;
    for (ClassifiedCase inside : cases) {
      for (ClassifiedCase outside : cases) {
        if (inside.reference() == label && outside.reference() != label) {
          double order = Double.compare(p(inside, label), p(outside, label));
          above += (Math.signum(order) + 1) / 2;
          pairs++;
        }
      }
    }
    return above / pairs;
  }

  private static double p(ClassifiedCase one, int label) {
    return one.probabilities().get(label);
  }

  /**
   * The mean of the classes' AUC, where they are defined.
   *
   * @return 0 to 1, or NaN if it is defined for none
   */
  public double auc() {
    return mean(IntStream.range(0, classes()).mapToDouble(this::auc));
  }

  private static double mean(DoubleStream values) {
    return values.filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
  }

  @Override
  public Score score() {
    return new Score("balanced accuracy", balancedAccuracy());
  }

  @Override
  public List<ValidationScore> scores(List<String> names) {
    List<ValidationScore> scores = new ArrayList<>();
    int[][] counts = confusion();
    for (int c = 0; c < counts.length; c++) {
      int n = IntStream.of(counts[c]).sum();
      if (n > 0) {
        scores.add(new ValidationScore(names.get(c), "sensitivity", sensitivity(c), n));
      }
    }
    return scores;
  }

  @Override
  public List<CaseScore> caseScores(List<String> names) {
    List<CaseScore> scores = new ArrayList<>();
    for (ClassifiedCase one : cases) {
      Map<String, Double> probabilities = new LinkedHashMap<>();
      one.probabilities().forEach(p -> probabilities.put(names.get(probabilities.size()), p));
      scores.add(new CaseScore(one.caseId(), p(one, one.reference()), probabilities));
    }
    return scores;
  }

  @Override
  public int count() {
    return cases.size();
  }

  @Override
  public JsonObject toJson() {
    JsonObjectBuilder labels = Json.createObjectBuilder();
    JsonArrayBuilder confusion = Json.createArrayBuilder();
    int[][] counts = confusion();
    for (int c = 0; c < counts.length; c++) {
      labels.add(
          Integer.toString(c),
          Json.createObjectBuilder()
              .add("n_ref", IntStream.of(counts[c]).sum())
              .add("sensitivity", SummaryJson.number(sensitivity(c)))
              .add("AUC", SummaryJson.number(auc(c))));
      confusion.add(Json.createArrayBuilder(IntStream.of(counts[c]).boxed().toList()));
    }
    JsonArrayBuilder perCase = Json.createArrayBuilder();
    for (ClassifiedCase one : cases) {
      perCase.add(
          Json.createObjectBuilder()
              .add("case", one.caseId())
              .add("reference", one.reference())
              .add("predicted", one.predicted())
              .add("probabilities", Json.createArrayBuilder(one.probabilities())));
    }
    return Json.createObjectBuilder()
        .add("accuracy", accuracy())
        .add("balanced_accuracy", balancedAccuracy())
        .add("AUC", SummaryJson.number(auc()))
        .add("mean", labels)
        .add("confusion", confusion)
        .add("metric_per_case", perCase)
        .build();
  }

  @Override
  public String toTable(List<String> names) {
    TextTable table = new TextTable("class", "cases", "sensitivity", "AUC");
    int[][] counts = confusion();
    for (int c = 0; c < counts.length; c++) {
      table.row(
          c + " " + names.get(c),
          Integer.toString(IntStream.of(counts[c]).sum()),
          TextTable.decimal(sensitivity(c), 4),
          TextTable.decimal(auc(c), 4));
    }
    table.row(
        "mean",
        Integer.toString(cases.size()),
        TextTable.decimal(balancedAccuracy(), 4),
        TextTable.decimal(auc(), 4));
    return table + "accuracy %s\n".formatted(TextTable.decimal(accuracy(), 4));
  }
}
