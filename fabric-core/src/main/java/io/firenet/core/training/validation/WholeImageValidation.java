package io.firenet.core.training.validation;

import io.firenet.core.cache.PreparedCase;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.loss.WholeImageLoss;
import io.firenet.core.evaluation.WholeImageEvaluation;
import io.firenet.core.training.run.Work;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.preprocess.Inference;
import java.io.IOException;

/** Asks for each case's class or values and compares them with the known ones. */
final class WholeImageValidation implements Validation {

  private final TrainingDataset dataset;
  private final TrainableNetwork head;
  private final CaseCache cache;
  private final Inference inference;
  private final WholeImageEvaluation evaluation = new WholeImageEvaluation();
  private double lossSum;
  private int cases;

  WholeImageValidation(
      TrainingDataset dataset, TrainableNetwork head, CaseCache cache, Inference inference) {
    this.dataset = dataset;
    this.head = head;
    this.cache = cache;
    this.inference = inference;
  }

  @Override
  public Work add(Case one) throws IOException {
    PreparedCase prepared = cache.get(dataset, one);
    float[] outputs = inference.answerPrepared(prepared.image(), head);
    lossSum += WholeImageLoss.value(outputs, dataset.learnt(prepared.target()));
    evaluation.add(
        one.id(), prepared.target(), WholeImageOutputs.of(outputs, dataset.quantities()));
    cases++;
    return Work.ofCase(prepared.image().geometry().size().voxels(), 0);
  }

  @Override
  public Result result() {
    return Result.of(evaluation.summary(), lossSum / cases, dataset.descriptor().outputNames());
  }
}
