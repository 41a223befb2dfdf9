package io.firenet.core.report.experiment;

import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.MethodScores.CaseMean;
import io.firenet.core.report.chart.BoxPlot;
import io.firenet.core.report.chart.BoxPlot.Box;
import io.firenet.core.report.document.Figure;
import io.firenet.core.report.document.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** How a figure varies over the cases of each dataset, a box per method: the paper's Figure 6. */
record BoxPlotFigure(Observations observations) {

  /** Dice of the datasets of a stage; empty if no run of it is done. */
  Optional<Figure> dice(ExperimentRun.Stage stage) {
    return figure(
        stage, "dice-", "mean Dice of a case", 1, CaseMean::dice, "Dice, higher is better.");
  }

  /** Mean surface distance of the datasets of a stage; empty if no run of it is done. */
  Optional<Figure> surfaceDistance(ExperimentRun.Stage stage) {
    return figure(
        stage,
        "msd-",
        "mean surface distance of a case, mm",
        Double.POSITIVE_INFINITY,
        CaseMean::meanSurfaceDistanceMm,
        "mean surface distance, lower is better; labels that were not found have none.");
  }

  private Optional<Figure> figure(
      ExperimentRun.Stage stage,
      String prefix,
      String axis,
      double ceiling,
      ToDoubleFunction<CaseMean> value,
      String what) {
    List<Picture> charts = new ArrayList<>();
    for (ExperimentDataset dataset : observations.datasets(stage)) {
      List<Box> boxes = new ArrayList<>();
      for (String method : observations.methods(stage)) {
        List<Double> values =
            List.copyOf(observations.caseMeans(dataset.name(), method, value).values());
        if (!values.isEmpty()) {
          boxes.add(new Box(method, observations.style(stage, method), values));
        }
      }
      if (!boxes.isEmpty()) {
        charts.add(
            new Picture.Chart(
                prefix + dataset.name(), dataset.name(), new BoxPlot(axis, ceiling, boxes).draw()));
      }
    }
    return charts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Figure(
                "The validation cases by "
                    + what
                    + " A box reaches from the first to the third quartile, the bar is the median,"
                    + " whiskers end at the last case within 1.5 times the box's length, and a dot"
                    + " is a case (of more than 60 those beyond the whiskers).",
                Figure.Size.PANEL,
                charts));
  }
}
