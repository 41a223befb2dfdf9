package io.firenet.core.training;

import io.firenet.core.dl4j.Head;
import io.firenet.core.dl4j.SegmentationLoss;
import io.firenet.core.evaluation.CaseMetrics;
import io.firenet.core.evaluation.EvaluationSummary;
import io.firenet.core.evaluation.Metric;
import io.firenet.core.evaluation.SegmentationMetrics;
import io.firenet.core.report.Score;
import io.firenet.dataset.Case;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Validates a head as a user of the exported model would see it: Dice on each case's own grid.
 *
 * @param score Dice: mean over the foreground labels of the mean over the cases; NaN if there is no
 *     case
 * @param loss mean loss of the final output; NaN if there is no case
 */
record Validation(Score score, double loss) {

  static Validation of(
      TrainingDataset dataset,
      List<Case> cases,
      Head head,
      CaseCache cache,
      TrainingConfig config,
      IntConsumer caseDone)
      throws IOException {
    int channels = dataset.descriptor().channels().size();
    Inference inference = new Inference(config.preprocessing(), channels, dataset.classes());
    List<CaseMetrics> results = new ArrayList<>();
    double loss = 0;
    for (Case one : cases) {
      LabelledVolume prepared = cache.get(dataset, one);
      float[] logits = inference.logits(prepared.image(), head);
      loss += SegmentationLoss.value(logits, dataset.classes(), prepared.labels().data());
      LabelMap reference = one.labels();
      LabelMap predicted =
          inference.project(logits, prepared.image().geometry(), reference.geometry());
      results.add(
          new CaseMetrics(
              one.id(),
              SegmentationMetrics.compareOverlap(predicted, reference, dataset.classes()),
              null,
              null));
      caseDone.accept(results.size());
    }
    double dice = new EvaluationSummary(results).foregroundMean().get(Metric.DICE);
    return new Validation(new Score("Dice", dice), loss / results.size());
  }
}
