package io.firenet.core.training.run;

import io.firenet.core.io.CsvCell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The course of a run as figures with names: columns of {@code progress.csv} and tags of
 * TensorBoard. What was not measured in an epoch is not there.
 */
public final class ProgressTable {

  private ProgressTable() {}

  /**
   * The figures of an epoch by name: {@code loss/training}, {@code loss/validation}, {@code score},
   * {@code rate}, {@code seconds}, {@code wait_seconds}, and of each dataset {@code
   * DATASET/loss/training}, {@code DATASET/loss/validation}, {@code DATASET/steps}, {@code
   * DATASET/METRIC} and {@code DATASET/METRIC/OUTPUT}.
   *
   * @param epoch an epoch that is done
   * @return in the order of the columns; what was not measured is left out
   */
  public static Map<String, Double> figures(EpochRecord epoch) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss/training", epoch.trainingLoss());
    figures.put("loss/validation", epoch.validationLoss());
    figures.put("score", epoch.meanScore());
    figures.put("rate", epoch.learningRate());
    figures.put("seconds", epoch.seconds());
    figures.put("wait_seconds", epoch.waitSeconds());
    epoch
        .losses()
        .forEach(
            (dataset, losses) -> {
              figures.put(dataset + "/loss/training", losses.training());
              figures.put(dataset + "/loss/validation", losses.validation());
              figures.put(dataset + "/steps", (double) losses.steps());
            });
    epoch
        .validation()
        .forEach(
            (dataset, score) -> {
              String metric = dataset + "/" + score.metric();
              figures.put(metric, score.value());
              epoch
                  .labels()
                  .map(all -> all.getOrDefault(dataset, Map.of()))
                  .orElse(Map.of())
                  .forEach((output, value) -> figures.put(metric + "/" + output, value));
            });
    figures.values().removeIf(value -> !Double.isFinite(value));
    return figures;
  }

  /** A table of comma-separated values as RFC 4180 has it, a row for each epoch. */
  static String of(List<EpochRecord> epochs) {
    Map<Integer, Map<String, Double>> rows = new LinkedHashMap<>();
    Set<String> columns = new TreeSet<>();
    for (EpochRecord epoch : epochs) {
      Map<String, Double> figures = figures(epoch);
      rows.put(epoch.epoch(), figures);
      columns.addAll(figures.keySet());
    }
    StringBuilder csv = new StringBuilder();
    List<String> titles = new ArrayList<>(List.of("epoch"));
    titles.addAll(columns);
    csv.append(titles.stream().map(CsvCell::of).collect(Collectors.joining(",")));
    csv.append("\r\n");
    rows.forEach(
        (epoch, figures) -> {
          csv.append(epoch);
          for (String column : columns) {
            Double value = figures.get(column);
            csv.append(',').append(value == null ? "" : value.toString());
          }
          csv.append("\r\n");
        });
    return csv.toString();
  }
}
