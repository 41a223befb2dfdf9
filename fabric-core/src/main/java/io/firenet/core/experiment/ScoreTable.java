package io.firenet.core.experiment;

import io.firenet.core.evaluation.TextTable;
import io.firenet.core.experiment.MethodScores.CaseMean;
import io.firenet.core.experiment.MethodScores.Spread;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What an experiment came to so far as fixed-width text. */
public final class ScoreTable {

  private ScoreTable() {}

  /**
   * A line for each method and dataset: mean ± standard deviation over the cases.
   *
   * @param outcomes runs that are done, in their order
   * @return fixed-width text
   */
  public static String of(List<RunOutcome> outcomes) {
    TextTable table =
        new TextTable(
            "method",
            "dataset",
            "cases",
            "Dice",
            "HD mm",
            "HD95 mm",
            "MSD mm",
            "Dice of each fold");
    for (MethodScores scores : MethodScores.of(outcomes)) {
      table.row(
          scores.method()
              + (scores.stage() == ExperimentRun.Stage.PRETRAINING ? " (pre-training)" : ""),
          scores.dataset(),
          Integer.toString(scores.cases().size()),
          spread(scores, CaseMean::dice, 3),
          spread(scores, CaseMean::hausdorffMm, 2),
          spread(scores, CaseMean::hausdorff95Mm, 2),
          spread(scores, CaseMean::meanSurfaceDistanceMm, 2),
          scores.foldMeans(CaseMean::dice).stream()
              .map(mean -> TextTable.decimal(mean, 3))
              .collect(Collectors.joining(", ")));
    }
    return table.toString();
  }

  private static String spread(MethodScores scores, ToDoubleFunction<CaseMean> figure, int digits) {
    Spread spread = scores.spread(figure);
    String mean = TextTable.decimal(spread.mean(), digits);
    return Double.isNaN(spread.sd())
        ? mean
        : String.format(Locale.ROOT, "%s ± %." + digits + "f", mean, spread.sd());
  }
}
