package io.firenet.core.report.experiment;

import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.MethodScores.CaseMean;
import io.firenet.core.report.document.Cell;
import io.firenet.core.report.document.Table;
import io.firenet.core.report.document.Table.Column;
import io.firenet.core.report.document.Table.Origin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The Dice coefficient of each dataset and method, the published one beside it: the paper's Tables
 * III and IV.
 */
record DatasetTable(Observations observations, PublishedResults published) {

  private static final String DSC = "DSC";

  /** The table of the datasets of a stage. */
  Table of(String id, ExperimentRun.Stage stage) {
    List<ExperimentDataset> datasets = observations.datasets(stage);
    List<String> methods = observations.methods(stage);
    Set<String> printed = new LinkedHashSet<>();
    datasets.forEach(dataset -> printed.addAll(published.methods(dataset.name(), DSC)));
    printed.addAll(published.methods(PublishedResults.ALL, DSC));
    List<Column> columns = new ArrayList<>(List.of(new Column("dataset"), new Column("cases")));
    methods.forEach(method -> columns.add(new Column(method, Origin.MEASURED)));
    printed.forEach(method -> columns.add(new Column(method, Origin.PUBLISHED)));
    List<List<Cell>> rows = new ArrayList<>();
    for (ExperimentDataset dataset : datasets) {
      rows.add(row(dataset, methods, printed));
    }
    if (datasets.size() > 1) {
      rows.add(overall(datasets, methods, printed));
    }
    return new Table(
        id,
        "Dice coefficient of each dataset: mean over the labels of a case, then mean ± standard"
            + " deviation over the validation cases of all folds that are done.",
        columns,
        rows,
        "Bold is the best that was measured. The last row is the mean of the rows above it and given only where a network has them"
            + " all; what papers print there is their own mean. A published figure stands for"
            + " other cases, another split and another machine.");
  }

  private List<Cell> row(ExperimentDataset dataset, List<String> methods, Set<String> printed) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(dataset.name()));
    row.add(Cell.count(methods.stream().mapToInt(m -> dice(dataset, m).length).max().orElse(0)));
    row.addAll(
        StatisticsCells.withBest(
            methods.stream()
                .map(method -> StatisticsCells.spread(dice(dataset, method), 3))
                .toList(),
            true));
    for (String method : printed) {
      row.add(
          new Cell.Number(published.value(dataset.name(), method, PublishedResults.MEAN, DSC), 3));
    }
    return row;
  }

  private List<Cell> overall(
      List<ExperimentDataset> datasets, List<String> methods, Set<String> printed) {
    List<Cell> row = new ArrayList<>(List.of(Cell.text("mean of datasets"), Cell.NOTHING));
    List<Cell> means = new ArrayList<>();
    for (String method : methods) {
      double sum = 0; // NaN where a dataset has no value
      for (ExperimentDataset dataset : datasets) {
        sum += StatUtils.mean(dice(dataset, method));
      }
      means.add(new Cell.Number(sum / datasets.size(), 3));
    }
    row.addAll(StatisticsCells.withBest(means, true));
    for (String method : printed) {
      row.add(
          new Cell.Number(
              published.value(PublishedResults.ALL, method, PublishedResults.MEAN, DSC), 3));
    }
    return row;
  }

  private double[] dice(ExperimentDataset dataset, String method) {
    Map<String, Double> means = observations.caseMeans(dataset.name(), method, CaseMean::dice);
    return means.values().stream().flatMapToDouble(DoubleStream::of).toArray();
  }
}
