package io.firenet.core.training.validation;

import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.evaluation.CaseScore;
import io.firenet.core.evaluation.Score;
import io.firenet.core.evaluation.Summary;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.run.Work;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.dataset.Region;
import io.firenet.model.ValidationScore;
import io.firenet.preprocess.Inference;
import java.io.IOException;
import java.util.List;

/** Validates a head, case by case, as a user of the exported model would see it. */
public interface Validation {

  /**
   * For the kind of head that a dataset has.
   *
   * @param dataset the dataset
   * @param head its network, which is applied to its cases
   * @param cache prepares the cases
   * @param config the run's settings
   * @param watcher told of cases that are segmented
   * @return a validation to which no case has been added
   */
  static Validation of(
      TrainingDataset dataset,
      TrainableNetwork head,
      CaseCache cache,
      TrainingConfig config,
      SegmentedCase.Watcher watcher) {
    Inference inference =
        new Inference(
            dataset.plan(config),
            dataset.descriptor().channels().size(),
            dataset.descriptor().outputNames().size(),
            dataset.descriptor().regions().stream().map(Region::paints).toList());
    return dataset.decoder().objective().wholeImage()
        ? new WholeImageValidation(dataset, head, cache, inference)
        : new SegmentationValidation(dataset, head, cache, inference, watcher);
  }

  /**
   * What the cases so far came to.
   *
   * @param score the figure by which epochs are compared
   * @param loss mean loss of the final output
   * @param outputs that figure for each output
   * @param cases each case's
   */
  record Result(Score score, double loss, List<ValidationScore> outputs, List<CaseScore> cases) {

    public Result {
      outputs = List.copyOf(outputs);
      cases = List.copyOf(cases);
    }

    /** What an evaluation came to. */
    static Result of(Summary summary, double loss, List<String> outputNames) {
      return new Result(
          summary.score(), loss, summary.scores(outputNames), summary.caseScores(outputNames));
    }
  }

  /**
   * Looks at one more case.
   *
   * @param one a case of the dataset
   * @return what that came to
   * @throws IOException if it cannot be read
   */
  Work add(Case one) throws IOException;

  /**
   * Over the cases so far, of which there is at least one.
   *
   * @return loss and scores
   */
  Result result();
}
