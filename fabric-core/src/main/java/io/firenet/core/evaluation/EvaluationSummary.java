package io.firenet.core.evaluation;

import io.firenet.dataset.Region;
import io.firenet.model.ValidationScore;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The metrics of all cases of an evaluation and their means. Means are arithmetic, over the cases
 * (or labels) where the metric is defined; a mean of none is NaN.
 *
 * @param cases one entry per case
 * @param regions what the metrics are of, where that is no labels
 */
public record EvaluationSummary(List<CaseMetrics> cases, List<Region> regions) implements Summary {

  public EvaluationSummary {
    cases = List.copyOf(cases);
    regions = List.copyOf(regions);
  }

  /**
   * Metrics of labels.
   *
   * @param cases in the order in which they are listed; all have the same labels
   */
  public EvaluationSummary(List<CaseMetrics> cases) {
    this(cases, List.of());
  }

  /** What nnU-Net calls a label or a region: {@code 1}, {@code (1, 2, 3)}. */
  String key(int number) {
    if (regions.isEmpty()) {
      return Integer.toString(number);
    }
    List<Integer> labels = regions.get(number - 1).labels();
    String all = labels.stream().map(label -> "" + label).collect(Collectors.joining(", "));
    return labels.size() == 1 ? all : "(" + all + ")";
  }

  /**
   * The means over the cases, by label value.
   *
   * @return NaN where a metric is defined for no case
   */
  public SortedMap<Integer, Map<Metric, Double>> means() {
    SortedMap<Integer, Map<Metric, Double>> means = new TreeMap<>();
    cases.stream()
        .flatMap(c -> c.metrics().keySet().stream())
        .distinct()
        .forEach(label -> means.put(label, means(label)));
    return Collections.unmodifiableSortedMap(means);
  }

  private Map<Metric, Double> means(int label) {
    List<LabelMetrics> all =
        cases.stream()
            .filter(c -> c.metrics().containsKey(label))
            .map(c -> c.metrics().get(label))
            .toList();
    Map<Metric, Double> means = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      means.put(metric, mean(all.stream().mapToDouble(metric::of)));
    }
    return means;
  }

  /**
   * The means of the labels' means.
   *
   * @return NaN where a metric is defined for no label
   */
  public Map<Metric, Double> foregroundMean() {
    Collection<Map<Metric, Double>> labels = means().values();
    Map<Metric, Double> mean = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      mean.put(metric, mean(labels.stream().mapToDouble(one -> one.get(metric))));
    }
    return mean;
  }

  private static double mean(DoubleStream values) {
    return values.filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
  }

  /**
   * This summary in the shape of nnU-Net's {@code summary.json}, with {@code HD}, {@code HD95} and
   * {@code MSD} in millimetres and the case's id added. What is undefined is {@code null}: nnU-Net
   * writes {@code NaN}, which is no JSON.
   */
  @Override
  public JsonObject toJson() {
    return SummaryJson.of(this);
  }

  /** Dice: the mean over the foreground labels of the mean over the cases. */
  @Override
  public Score score() {
    return new Score(Metric.DICE.key(), foregroundMean().get(Metric.DICE));
  }

  @Override
  public List<ValidationScore> scores(List<String> names) {
    List<ValidationScore> scores = new ArrayList<>();
    for (int label : means().keySet()) {
      List<Double> dice =
          cases.stream()
              .filter(c -> c.metrics().containsKey(label))
              .map(c -> Metric.DICE.of(c.metrics().get(label)))
              .filter(Double::isFinite)
              .toList();
      if (!dice.isEmpty()) {
        double mean = mean(dice.stream().mapToDouble(Double::doubleValue));
        scores.add(new ValidationScore(names.get(label), Metric.DICE.key(), mean, dice.size()));
      }
    }
    return scores;
  }

  @Override
  public List<CaseScore> caseScores(List<String> names) {
    return cases.stream().map(one -> one.score(names)).toList();
  }

  @Override
  public int count() {
    return cases.size();
  }

  /**
   * The means, a line per label.
   *
   * @param labels names of the label values 0, 1, 2, …
   */
  @Override
  public String toTable(List<String> labels) {
    return SummaryTable.of(this, labels);
  }
}
