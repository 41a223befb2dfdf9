package io.firenet.core.report.experiment;

import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.RunStatus;
import java.util.Locale;

/** How a report says things. */
final class ReportText {

  private ReportText() {}

  static String of(ExperimentRun.Stage stage) {
    return stage == ExperimentRun.Stage.PRETRAINING ? "pre-training" : "training";
  }

  /** As part of a name. */
  static String id(ExperimentRun.Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  static String of(RunStatus.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** A time in the unit that suits it. */
  static String time(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    double minutes = seconds / 60;
    return minutes < 120
        ? String.format(Locale.ROOT, "%.0f min", minutes)
        : String.format(Locale.ROOT, "%.1f h", minutes / 60);
  }

  static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f GiB", bytes / (double) (1L << 30));
  }
}
