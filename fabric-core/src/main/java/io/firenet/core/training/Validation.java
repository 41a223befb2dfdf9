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

/**
 * Validates a head, case by case, as a user of the exported model would see it: Dice on each case's
 * own grid.
 */
final class Validation {

  private final TrainingDataset dataset;
  private final Head head;
  private final CaseCache cache;
  private final Inference inference;
  private final List<CaseMetrics> metrics = new ArrayList<>();
  private double lossSum;

  Validation(TrainingDataset dataset, Head head, CaseCache cache, TrainingConfig config) {
    this.dataset = dataset;
    this.head = head;
    this.cache = cache;
    int channels = dataset.descriptor().channels().size();
    inference = new Inference(config.preprocessing(), channels, dataset.classes());
  }

  /**
   * What the cases so far came to.
   *
   * @param score Dice: mean over the foreground labels of the mean over the cases
   * @param loss mean loss of the final output
   */
  record Result(Score score, double loss) {}

  /**
   * Segments one more case and compares.
   *
   * @throws IOException if it cannot be read
   */
  void add(Case one) throws IOException {
    LabelledVolume prepared = cache.get(dataset, one).labelled();
    float[] logits = inference.logits(prepared.image(), head);
    lossSum += SegmentationLoss.value(logits, dataset.classes(), prepared.labels().data());
    LabelMap reference = CaseCache.labels(dataset, one);
    LabelMap predicted =
        inference.project(logits, prepared.image().geometry(), reference.geometry());
    metrics.add(
        new CaseMetrics(
            one.id(),
            SegmentationMetrics.compareOverlap(predicted, reference, dataset.classes()),
            null,
            null));
  }

  /** Over the cases so far, of which there is at least one. */
  Result result() {
    double dice = new EvaluationSummary(metrics).foregroundMean().get(Metric.DICE);
    return new Result(new Score("Dice", dice), lossSum / metrics.size());
  }
}
