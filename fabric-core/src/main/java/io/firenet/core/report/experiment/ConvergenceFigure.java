package io.firenet.core.report.experiment;

import io.firenet.core.evaluation.Score;
import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.report.chart.LineChart;
import io.firenet.core.report.chart.LineChart.Line;
import io.firenet.core.report.chart.LineChart.Point;
import io.firenet.core.report.document.Cell;
import io.firenet.core.report.document.Figure;
import io.firenet.core.report.document.Picture;
import io.firenet.core.report.document.Table;
import io.firenet.core.report.document.Table.Column;
import io.firenet.core.training.run.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the validation score of each dataset rises in training, a line per method: the paper's Figure
 * 4.
 *
 * @param observations what there is, for the methods and their colours
 * @param histories the epochs of every run, also of those that are not done
 */
record ConvergenceFigure(Observations observations, List<RunHistory> histories) {

  ConvergenceFigure {
    histories = List.copyOf(histories);
  }

  /** The figure of a stage; empty if no epoch of it was validated. */
  Optional<Figure> figure(ExperimentRun.Stage stage) {
    List<Picture> charts = new ArrayList<>();
    for (ExperimentDataset dataset : observations.datasets(stage)) {
      List<Line> lines = lines(stage, dataset.name());
      if (!lines.isEmpty()) {
        String title = dataset.name();
        charts.add(
            new Picture.Chart(
                "convergence-" + dataset.name(),
                title,
                new LineChart(byTime() ? "minutes of training" : "epoch", "Dice", 1, lines)
                    .draw()));
      }
    }
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Figure(
                "Dice of the validation cases during training. A thin line is a fold, a thick one"
                    + " the mean of the folds as far as all of them have come. Training measures at"
                    + " the network's resolution, the tables on the images' own grid.",
                Figure.Size.PANEL,
                charts));
  }

  /** The same in figures: Dice after the first epoch, half way and in the end. */
  Optional<Table> table(ExperimentRun.Stage stage) {
    List<List<Cell>> rows = new ArrayList<>();
    for (ExperimentDataset dataset : observations.datasets(stage)) {
      for (Line line : lines(stage, dataset.name())) {
        List<Point> points = line.points();
        rows.add(
            List.of(
                Cell.text(dataset.name()),
                Cell.text(line.name()),
                Cell.count(points.size()),
                new Cell.Number(points.get(0).y(), 3),
                new Cell.Number(points.get((points.size() - 1) / 2).y(), 3),
                new Cell.Number(points.get(points.size() - 1).y(), 3),
                new Cell.Number(points.stream().mapToDouble(Point::y).average().orElseThrow(), 3)));
      }
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Table(
                "convergence-" + ReportText.id(stage),
                "How fast the networks learn: Dice of the validation cases, mean of the folds.",
                List.of(
                    new Column("dataset"),
                    new Column("network"),
                    new Column("validations"),
                    new Column("the first"),
                    new Column("half way"),
                    new Column("the last"),
                    new Column("mean of all")),
                rows,
                "The mean of all validations is the area under the line: of two networks that end"
                    + " alike, the one that was faster has the larger."));
  }

  private boolean byTime() {
    return observations.experiment().settings().training().minutes() > 0;
  }

  private List<Line> lines(ExperimentRun.Stage stage, String dataset) {
    List<Line> lines = new ArrayList<>();
    for (String method : observations.methods(stage)) {
      List<List<Point>> folds =
          histories.stream()
              .filter(one -> one.run().stage() == stage && one.run().method().equals(method))
              .map(one -> points(one.epochs(), dataset))
              .filter(points -> !points.isEmpty())
              .toList();
      if (!folds.isEmpty()) {
        lines.add(
            new Line(
                method,
                observations.style(stage, method),
                mean(folds),
                folds.size() > 1 ? folds : List.of()));
      }
    }
    return lines;
  }

  private List<Point> points(List<EpochRecord> epochs, String dataset) {
    List<Point> points = new ArrayList<>();
    double seconds = 0;
    for (EpochRecord epoch : epochs) {
      seconds += epoch.seconds();
      Score score = epoch.validation().get(dataset);
      if (score != null && Double.isFinite(score.value())) {
        points.add(new Point(byTime() ? seconds / 60 : epoch.epoch(), score.value()));
      }
    }
    return points;
  }

  private static List<Point> mean(List<List<Point>> folds) {
    int common = folds.stream().mapToInt(List::size).min().orElse(0);
    List<Point> mean = new ArrayList<>();
    for (int i = 0; i < common; i++) {
      int at = i;
      mean.add(
          new Point(
              folds.stream().mapToDouble(fold -> fold.get(at).x()).average().orElseThrow(),
              folds.stream().mapToDouble(fold -> fold.get(at).y()).average().orElseThrow()));
    }
    return mean;
  }
}
