package io.firenet.core.report.experiment;

import io.firenet.core.experiment.Environment;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.MethodScores.CaseMean;
import io.firenet.core.experiment.RunOutcome;
import io.firenet.core.experiment.RunStatus;
import io.firenet.core.report.document.Cell;
import io.firenet.core.report.document.Table;
import io.firenet.core.report.document.Table.Column;
import io.firenet.core.training.run.EpochRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What an experiment cost.
 *
 * @param observations what is done
 * @param status how far every run is
 */
record RunTables(Observations observations, List<RunStatus> status) {

  RunTables {
    status = List.copyOf(status);
  }

  /** What each method takes to train, a mean over its runs. */
  Table costs() {
    List<List<Cell>> rows = new ArrayList<>();
    for (ExperimentRun.Stage stage : ExperimentRun.Stage.values()) {
      for (String method : observations.methods(stage)) {
        List<RunOutcome> runs = observations.outcomes(stage, method);
        if (!runs.isEmpty()) {
          rows.add(costs(stage, method, runs));
        }
      }
    }
    return new Table(
        "costs",
        "What the networks take and give: means over their runs.",
        Stream.of(
                "network",
                "for",
                "runs",
                "weights, millions",
                "epochs",
                "steps",
                "s per step",
                "training, min",
                "evaluation, min",
                "peak memory, GiB",
                "mean DSC",
                "mean HD95, mm")
            .map(Column::new)
            .toList(),
        rows,
        "The mean DSC and HD95 are over labels, then cases, then datasets. Weights are those of one exported network, its trunk and one head, the largest of the"
            + " run's datasets. Peak memory is the process's, Java and data included.");
  }

  private List<Cell> costs(ExperimentRun.Stage stage, String method, List<RunOutcome> runs) {
    return List.of(
        Cell.text(method),
        Cell.text(ReportText.of(stage)),
        Cell.count(runs.size()),
        mean(
            runs,
            run ->
                run.parameters().values().stream().mapToLong(n -> n).max().stream()
                    .mapToDouble(n -> n / 1e6)
                    .findFirst()
                    .orElse(Double.NaN),
            2),
        mean(runs, run -> run.history().size(), 0),
        mean(runs, RunOutcome::steps, 0),
        mean(runs, RunOutcome::stepSeconds, 3),
        mean(runs, run -> run.trainingSeconds() / 60, 1),
        mean(runs, run -> run.evaluationSeconds() / 60, 1),
        mean(
            runs,
            run ->
                run.peakMemoryBytes() > 0
                    ? run.peakMemoryBytes() / (double) (1L << 30)
                    : Double.NaN,
            2),
        new Cell.Number(datasetMean(stage, method, CaseMean::dice), 3),
        new Cell.Number(datasetMean(stage, method, CaseMean::hausdorff95Mm), 2));
  }

  /** Mean over the labels, then over the cases, then over the datasets of which there are any. */
  private double datasetMean(
      ExperimentRun.Stage stage, String method, ToDoubleFunction<CaseMean> figure) {
    return observations.datasets(stage).stream()
        .map(dataset -> observations.caseMeans(dataset.name(), method, figure).values())
        .filter(cases -> !cases.isEmpty())
        .mapToDouble(cases -> cases.stream().mapToDouble(v -> v).average().orElseThrow())
        .average()
        .orElse(Double.NaN);
  }

  private static Cell mean(List<RunOutcome> runs, ToDoubleFunction<RunOutcome> figure, int digits) {
    double[] known = runs.stream().mapToDouble(figure).filter(Double::isFinite).toArray();
    return new Cell.Number(StatUtils.mean(known), digits);
  }

  /** Every run and how far it is. */
  Table runs() {
    List<List<Cell>> rows = new ArrayList<>();
    for (RunStatus one : status) {
      rows.add(
          List.of(
              Cell.text(one.run().id()),
              Cell.text(one.run().network()),
              Cell.count(one.run().fold()),
              Cell.text(ReportText.of(one.state())),
              Cell.text("%s of %s".formatted(one.epochsDone(), one.epochs())),
              new Cell.Number(one.score(), 3),
              Cell.text(one.run().from().orElse("")),
              Cell.text(one.detail())));
    }
    return new Table(
        "runs",
        "The runs.",
        Stream.of(
                "run", "network", "fold", "state", "epochs", "last score", "begins with", "detail")
            .map(Column::new)
            .toList(),
        rows,
        "The score is the mean over its datasets of the Dice of the last validation in training.");
  }

  /** What the runs were computed with. */
  Table machines() {
    Map<Environment, Integer> count = new LinkedHashMap<>();
    observations.outcomes().forEach(run -> count.merge(run.environment(), 1, Integer::sum));
    List<List<Cell>> rows = new ArrayList<>();
    count.forEach(
        (one, runs) ->
            rows.add(
                List.of(
                    Cell.text(one.host()),
                    Cell.count(runs),
                    Cell.text(one.processor()),
                    Cell.count(one.cores()),
                    Cell.text(ReportText.gibibytes(one.memoryBytes())),
                    Cell.text(one.system()),
                    Cell.text(one.java()),
                    Cell.text(one.software()))));
    return new Table(
        "machines",
        "Hardware and versions.",
        Stream.of("machine", "runs", "processor", "cores", "memory", "system", "Java", "software")
            .map(Column::new)
            .toList(),
        rows,
        "");
  }

  /** Every epoch of every run that is done, for files. */
  static Table epochs(List<RunHistory> histories) {
    List<List<Cell>> rows = new ArrayList<>();
    for (RunHistory history : histories) {
      for (EpochRecord epoch : history.epochs()) {
        epoch
            .validation()
            .forEach(
                (dataset, score) ->
                    rows.add(
                        List.of(
                            Cell.text(history.run().id()),
                            Cell.count(epoch.epoch()),
                            Cell.text(dataset),
                            Cell.text(score.metric()),
                            new Cell.Number(score.value(), 4),
                            new Cell.Number(epoch.trainingLoss(), 4),
                            new Cell.Number(epoch.validationLoss(), 4),
                            new Cell.Number(epoch.learningRate(), 6),
                            new Cell.Number(epoch.seconds(), 1))));
      }
    }
    return new Table(
        "epochs",
        "The epochs that were validated.",
        Stream.of(
                "run",
                "epoch",
                "dataset",
                "metric",
                "score",
                "training loss",
                "validation loss",
                "learning rate",
                "seconds")
            .map(Column::new)
            .toList(),
        rows,
        "");
  }

  /** Every label of every validation case, for files. */
  Table cases() {
    List<List<Cell>> rows = new ArrayList<>();
    for (RunOutcome outcome : observations.outcomes()) {
      outcome
          .cases()
          .forEach(
              one ->
                  rows.add(
                      List.of(
                          Cell.text(outcome.run().id()),
                          Cell.text(outcome.run().method()),
                          Cell.count(outcome.run().fold()),
                          Cell.text(one.dataset()),
                          Cell.text(one.caseId()),
                          Cell.count(one.label()),
                          Cell.text(one.labelName()),
                          new Cell.Number(one.dice(), 4),
                          new Cell.Number(one.hausdorffMm(), 3),
                          new Cell.Number(one.hausdorff95Mm(), 3),
                          new Cell.Number(one.meanSurfaceDistanceMm(), 3))));
    }
    return new Table(
        "cases",
        "Every label of every validation case.",
        Stream.of(
                "run",
                "network",
                "fold",
                "dataset",
                "case",
                "label",
                "label name",
                "Dice",
                "HD mm",
                "HD95 mm",
                "MSD mm")
            .map(Column::new)
            .toList(),
        rows,
        "");
  }
}
