package io.firenet.core.report.experiment;

import io.firenet.core.data.Folds;
import io.firenet.core.data.Split;
import io.firenet.core.evaluation.Structures;
import io.firenet.core.experiment.DatasetFingerprint;
import io.firenet.core.experiment.DatasetFingerprint.Range;
import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.report.document.Cell;
import io.firenet.core.report.document.Table;
import io.firenet.core.report.document.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an experiment is fed with.
 *
 * @param experiment what it is
 * @param splits the folds of each dataset, by its name
 */
record DataTables(Experiment experiment, Map<String, Folds> splits) {

  /** The datasets and what their images are like. */
  Table fingerprints() {
    List<List<Cell>> rows = new ArrayList<>();
    for (ExperimentDataset dataset : experiment.datasets()) {
      DatasetFingerprint print = dataset.fingerprint();
      rows.add(
          List.of(
              Cell.text(dataset.name()),
              Cell.text(dataset.descriptor().title()),
              Cell.text(ReportText.of(dataset.stage())),
              Cell.count(print.cases()),
              Cell.count(print.subjects()),
              Cell.text(String.join(", ", dataset.descriptor().channels())),
              Cell.count(Structures.of(dataset.descriptor()).names().size() - 1L),
              Cell.text(range(print.width(), 0)),
              Cell.text(range(print.height(), 0)),
              Cell.text(range(print.depth(), 0)),
              Cell.text(range(print.spacingI(), 2)),
              Cell.text(range(print.spacingJ(), 2)),
              Cell.text(range(print.spacingK(), 2))));
    }
    return new Table(
        "datasets",
        "The datasets and their fingerprints: median and range over the cases, as the files have"
            + " them.",
        Stream.of(
                "dataset",
                "title",
                "for",
                "cases",
                "subjects",
                "channels",
                "labels",
                "width",
                "height",
                "depth",
                "spacing i, mm",
                "spacing j, mm",
                "spacing k, mm")
            .map(Column::new)
            .toList(),
        rows,
        "");
  }

  private static String range(Range range, int digits) {
    String figure = "%." + digits + "f";
    String median = String.format(Locale.ROOT, figure, range.median());
    if (range.least() == range.most()) {
      return median;
    }
    return String.format(
        Locale.ROOT, "%s (" + figure + "–" + figure + ")", median, range.least(), range.most());
  }

  /** How many cases of each dataset train and validate in each fold. */
  Table splitSizes() {
    List<List<Cell>> rows = new ArrayList<>();
    splits.forEach(
        (dataset, folds) -> {
          for (int fold = 1; fold <= folds.count(); fold++) {
            Split split = folds.fold(fold);
            rows.add(
                List.of(
                    Cell.text(dataset),
                    Cell.count(fold),
                    Cell.count(split.training().size()),
                    Cell.count(split.validation().size()),
                    Cell.text(fold <= experiment.settings().foldsRun() ? "yes" : "no")));
          }
        });
    return new Table(
        "splits",
        "Cases that train and that validate, split by subject.",
        List.of(
            new Column("dataset"),
            new Column("fold"),
            new Column("training"),
            new Column("validation"),
            new Column("run")),
        rows,
        "Which cases these are is in splits/DATASET.json, in the format of nnU-Net's"
            + " splits_final.json.");
  }
}
