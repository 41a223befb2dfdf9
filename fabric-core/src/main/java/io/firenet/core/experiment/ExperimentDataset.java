package io.firenet.core.experiment;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.DatasetSource;
import io.firenet.folder.DeclaredDataset;
import java.util.Optional;

/**
 * A dataset of an experiment.
 *
 * @param descriptor what it was when it was opened
 * @param source where it is read from
 * @param stage whether it pre-trains
 * @param fingerprint what its images are like
 * @param declaration what declares it, if no code does
 */
public record ExperimentDataset(
    DatasetDescriptor descriptor,
    DatasetSource source,
    ExperimentRun.Stage stage,
    DatasetFingerprint fingerprint,
    Optional<DeclaredDataset> declaration) {

  /**
   * A dataset that a plugin brings.
   *
   * @param descriptor what it is
   * @param source folder and options
   * @param stage whether it pre-trains or is what the experiment is about
   * @param fingerprint by which the same dataset is known elsewhere
   */
  public ExperimentDataset(
      DatasetDescriptor descriptor,
      DatasetSource source,
      ExperimentRun.Stage stage,
      DatasetFingerprint fingerprint) {
    this(descriptor, source, stage, fingerprint, Optional.empty());
  }

  /**
   * Its name.
   *
   * @return unique in the experiment
   */
  public String name() {
    return descriptor.name();
  }
}
