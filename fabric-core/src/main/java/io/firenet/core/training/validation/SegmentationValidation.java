package io.firenet.core.training.validation;

import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.loss.VoxelLoss;
import io.firenet.core.evaluation.CaseMetrics;
import io.firenet.core.evaluation.EvaluationSummary;
import io.firenet.core.evaluation.Structures;
import io.firenet.core.training.run.Work;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import io.firenet.dataset.Target;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.LabelledVolume;
import io.firenet.volume.LabelMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Segments each case and compares the labels on its own grid. */
final class SegmentationValidation implements Validation {

  private final TrainingDataset dataset;
  private final TrainableNetwork head;
  private final CaseCache cache;
  private final Inference inference;
  private final SegmentedCase.Watcher watcher;
  private final List<CaseMetrics> metrics = new ArrayList<>();
  private double lossSum;

  SegmentationValidation(
      TrainingDataset dataset,
      TrainableNetwork head,
      CaseCache cache,
      Inference inference,
      SegmentedCase.Watcher watcher) {
    this.watcher = watcher;
    this.dataset = dataset;
    this.head = head;
    this.cache = cache;
    this.inference = inference;
  }

  @Override
  public Work add(Case one) throws IOException {
    LabelledVolume prepared = cache.get(dataset, one).labelled();
    float[] logits = inference.logits(prepared.image(), head);
    Target learnt = dataset.learnt(new Target.Labels(prepared.labels()));
    lossSum += VoxelLoss.value(logits, inference.classes(), learnt);
    LabelMap reference = CaseCache.labels(dataset, one);
    LabelMap predicted =
        inference.project(logits, prepared.image().geometry(), reference.geometry());
    Structures structures = Structures.of(dataset.descriptor());
    CaseMetrics compared =
        new CaseMetrics(one.id(), structures.compareOverlap(predicted, reference), null, null);
    metrics.add(compared);
    watcher.segmented(
        new SegmentedCase(dataset, one, predicted, compared.score(structures.names())));
    return Work.ofCase(
        prepared.image().geometry().size().voxels(),
        dataset.classes() * reference.geometry().size().voxels());
  }

  @Override
  public Result result() {
    return Result.of(
        new EvaluationSummary(metrics, dataset.descriptor().regions()),
        lossSum / metrics.size(),
        Structures.of(dataset.descriptor()).names());
  }
}
