package io.firenet.core.experiment;

import io.firenet.core.data.ProgressListener;
import io.firenet.core.training.TrainingListener;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.TrainingConfig;
import java.io.IOException;

/** Told how an experiment goes; called by the thread that runs it. */
public interface ExperimentListener {

  /** Hears nothing. */
  ExperimentListener SILENT = new ExperimentListener() {};

  /**
   * Something that people should know, in one line.
   *
   * @param line for people
   */
  default void note(String line) {}

  /**
   * A run begins or goes on.
   *
   * @param run the run
   * @param number its place in the experiment, from 1
   * @param of number of runs
   */
  default void runStarts(ExperimentRun run, int number, int of) {}

  /**
   * Who is told how a run's training goes.
   *
   * @param run the run
   * @param folder where the run is
   * @param config its settings
   * @return told of the run's training
   * @throws IOException if what is told cannot be kept
   */
  default TrainingListener training(ExperimentRun run, RunFolder folder, TrainingConfig config)
      throws IOException {
    return TrainingListener.SILENT;
  }

  /**
   * Who is told how the evaluation of a run on a dataset goes.
   *
   * @param run the run
   * @param dataset the dataset that it is evaluated on
   * @return told after each case
   */
  default ProgressListener evaluation(ExperimentRun run, String dataset) {
    return (done, total, id) -> {};
  }

  /**
   * A run is done.
   *
   * @param outcome scores, times and the model
   */
  default void runDone(RunOutcome outcome) {}

  /**
   * A run ended with an error; the others go on.
   *
   * @param run the run
   * @param error why, whose message is for people
   */
  default void runFailed(ExperimentRun run, Throwable error) {}
}
