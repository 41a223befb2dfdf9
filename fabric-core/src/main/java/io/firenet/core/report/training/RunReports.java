package io.firenet.core.report.training;

import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.RunFolder;

/** Everything in a run's folder that shows how it goes, beside what the run itself keeps. */
public final class RunReports {

  private RunReports() {}

  /**
   * The plot, the worst validation cases, TensorBoard's events, and where the run is now.
   *
   * @param run in whose folder they become files
   * @return a listener of all four
   */
  public static TrainingListener of(RunFolder run) {
    return new ProgressPlot(run)
        .and(new WorstCasePicture(run))
        .and(new TensorBoardEvents(run))
        .and(new LiveFile(run));
  }
}
