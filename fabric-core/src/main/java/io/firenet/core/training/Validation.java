package io.firenet.core.training;

import io.firenet.core.dl4j.Head;
import io.firenet.core.report.Score;
import io.firenet.dataset.Case;
import io.firenet.preprocess.Inference;
import java.io.IOException;

/** Validates a head, case by case, as a user of the exported model would see it. */
interface Validation {

  /** For the kind of head that a dataset has. */
  static Validation of(TrainingDataset dataset, Head head, CaseCache cache, TrainingConfig config) {
    Inference inference =
        new Inference(
            dataset.plan(config),
            dataset.descriptor().channels().size(),
            dataset.descriptor().outputNames().size());
    return dataset.decoder().objective().wholeImage()
        ? new WholeImageValidation(dataset, head, cache, inference)
        : new SegmentationValidation(dataset, head, cache, inference);
  }

  /**
   * What the cases so far came to.
   *
   * @param score the figure by which epochs are compared
   * @param loss mean loss of the final output
   */
  record Result(Score score, double loss) {}

  /**
   * Looks at one more case.
   *
   * @throws IOException if it cannot be read
   */
  void add(Case one) throws IOException;

  /** Over the cases so far, of which there is at least one. */
  Result result();
}
