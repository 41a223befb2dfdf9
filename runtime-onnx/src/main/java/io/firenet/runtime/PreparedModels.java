package io.firenet.runtime;

import io.firenet.dataset.Region;
import io.firenet.decoder.Objective;
import io.firenet.machine.AvailableMemory;
import io.firenet.model.ModelCard;
import io.firenet.preprocess.ImageExamination;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.preprocess.Preprocessor;
import io.firenet.preprocess.ProbabilityMean;
import io.firenet.preprocess.SlidingWindow;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.ArrayList;
import java.util.List;

/**
 * Models that see an image prepared in one way; their outputs are averaged before anything else
 * happens to them.
 */
final class PreparedModels implements AutoCloseable {

  private final Objective objective;
  private final boolean mirroring;
  private final Preprocessor preprocessor;
  private final Inference inference;
  private final MemoryPlanner planner;
  private final List<OnnxNetwork> networks;

  /**
   * @param models of one preparation
   * @param loaded the cards of all models that are loaded, for their weights
   * @param alone whether there is no other model
   */
  PreparedModels(
      List<OnnxModel> models,
      List<ModelCard> loaded,
      Objective objective,
      PredictorOptions options,
      boolean alone) {
    ModelCard card = models.get(0).card();
    this.objective = objective;
    mirroring = options.mirroring();
    preprocessor = new Preprocessor(card.preprocessing());
    inference =
        new Inference(
            card.preprocessing(),
            card.channels().size(),
            card.outputNames().size(),
            card.regions().stream().map(Region::paints).toList());
    planner =
        new MemoryPlanner(
            models.stream().map(OnnxModel::card).toList(),
            loaded,
            objective.wholeImage(),
            options,
            AvailableMemory.bytes());
    networks = models.stream().map(model -> new OnnxNetwork(model, objective, alone)).toList();
  }

  int size() {
    return networks.size();
  }

  InferencePlan plan(ImageGeometry source, boolean scores) {
    preprocessor.examine(source).requireNoFault();
    ImageGeometry grid = preprocessor.networkGrid(source);
    return planner.plan(source.size(), grid.size(), scores);
  }

  ImageExamination examine(Volume image) {
    return preprocessor.examine(image);
  }

  LabelMap segment(Volume image, InferencePlan plan, PredictionRun run) {
    return inference.segment(image, windows(plan), network(run));
  }

  Volume logits(Volume image, InferencePlan plan, PredictionRun run) {
    return inference.scores(image, windows(plan), network(run));
  }

  void addTo(
      ProbabilityMean mean, Volume image, InferencePlan plan, PredictionRun run, double share) {
    mean.add(inference, image, windows(plan), network(run), share);
  }

  /** What they say of an image as a whole: probabilities of classes, or values. */
  double[] answer(Volume image, PredictionRun run) {
    float[] outputs = inference.answer(image, network(run));
    if (objective == Objective.CLASSIFICATION) {
      return Inference.softmax(outputs);
    }
    double[] values = new double[outputs.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = outputs[i];
    }
    return values;
  }

  private SlidingWindow windows(InferencePlan plan) {
    return planner.windows(plan);
  }

  private LogitsFunction network(PredictionRun run) {
    List<LogitsFunction> members = new ArrayList<>();
    for (OnnxNetwork network : networks) {
      LogitsFunction passes = (values, size) -> network.apply(values, size, run);
      members.add(
          !mirroring
              ? passes
              : objective.wholeImage() ? passes.mirroredWhole() : passes.mirrored());
    }
    return LogitsFunction.mean(members);
  }

  @Override
  public void close() {
    networks.forEach(OnnxNetwork::close);
  }
}
