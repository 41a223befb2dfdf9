package io.firenet.core.experiment;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;

/**
 * A dataset of an experiment.
 *
 * @param descriptor what it was when it was opened
 * @param source where it is read from
 * @param stage whether it pre-trains
 * @param fingerprint what its images are like
 */
public record ExperimentDataset(
    DatasetDescriptor descriptor,
    DatasetSource source,
    ExperimentRun.Stage stage,
    DatasetFingerprint fingerprint) {

  /** Its name. */
  public String name() {
    return descriptor.name();
  }
}
