package io.firenet.core.report.experiment;

import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.training.run.EpochRecord;
import java.util.List;

/**
 * The epochs of a run so far.
 *
 * @param run the run
 * @param epochs from the first
 */
record RunHistory(ExperimentRun run, List<EpochRecord> epochs) {

  RunHistory {
    epochs = List.copyOf(epochs);
  }
}
