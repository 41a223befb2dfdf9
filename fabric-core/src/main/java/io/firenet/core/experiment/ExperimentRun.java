package io.firenet.core.experiment;

import io.firenet.dataset.Naming;
import java.util.List;
import java.util.Optional;

/**
 * One training of an experiment.
 *
 * @param id its name and that of its folder, for example {@code training-firenet-t-fold1}
 * @param method what it is called in tables, for example {@code FIRENet-T}
 * @param network name of its network
 * @param stage what it is for
 * @param fold the fold that validates, from 1
 * @param datasets names of the datasets that it trains on
 * @param pooled whether they train as one dataset with one head, and not each with its own
 * @param from id of the run whose trunk it begins with
 */
public record ExperimentRun(
    String id,
    String method,
    String network,
    Stage stage,
    int fold,
    List<String> datasets,
    boolean pooled,
    Optional<String> from) {

  /** What a run is for. */
  public enum Stage {
    /** Trains the trunk that other runs begin with, or is compared with such a run. */
    PRETRAINING,
    /** Trains what the experiment is about. */
    TRAINING
  }

  /**
   * @throws IllegalArgumentException if the id cannot be a folder's name
   */
  public ExperimentRun {
    datasets = List.copyOf(datasets);
    try {
      Naming.caseId(id);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a run's id must be usable as a folder's name (%s)".formatted(e.getMessage()), e);
    }
  }
}
