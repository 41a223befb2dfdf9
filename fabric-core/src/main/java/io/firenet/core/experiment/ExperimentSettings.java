package io.firenet.core.experiment;

import io.firenet.core.training.run.TrainingConfig;
import java.util.List;

/**
 * What all processes that work on an experiment must agree on.
 *
 * @param training settings of its runs; the network is each run's own
 * @param foldCount number of folds that the subjects are divided into; 1 for a single split by
 *     {@link TrainingConfig#validationShare}
 * @param foldsRun how many of them are run, the first ones
 * @param networks names of the networks that are compared
 */
public record ExperimentSettings(
    TrainingConfig training, int foldCount, int foldsRun, List<String> networks) {

  public ExperimentSettings {
    networks = List.copyOf(networks);
    if (foldCount < 1 || foldsRun < 1 || foldsRun > foldCount) {
      throw new IllegalArgumentException(
          "an experiment runs 1 to %s of its folds, got %s".formatted(foldCount, foldsRun));
    }
    if (foldCount == 1 && training.validationShare() == 0) {
      throw new IllegalArgumentException(
          "an experiment compares networks on validation cases; validationShare must be more than 0");
    }
  }
}
