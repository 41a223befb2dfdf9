package io.firenet.core.training.validation;

import io.firenet.core.evaluation.CaseScore;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.volume.LabelMap;
import java.io.IOException;

/**
 * A validation case as a network segments it.
 *
 * @param dataset whose case it is
 * @param subject the case
 * @param predicted its labels, on the case's own grid
 * @param score how well they agree with the reference
 */
public record SegmentedCase(
    TrainingDataset dataset, Case subject, LabelMap predicted, CaseScore score) {

  /** Told of each. */
  @FunctionalInterface
  public interface Watcher {

    /**
     * One more is done.
     *
     * @param one the case and what it was compared with
     * @throws IOException if what is kept of it cannot be written
     */
    void segmented(SegmentedCase one) throws IOException;
  }
}
