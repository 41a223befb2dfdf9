package io.firenet.runtime;

import io.firenet.dataset.Region;
import io.firenet.decoder.Objective;
import io.firenet.format.ImageSource;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.StoredImage;
import io.firenet.model.ChosenModels;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.preprocess.ImageExamination;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.LargestComponent;
import io.firenet.preprocess.PreprocessingPlan;
import io.firenet.preprocess.ProbabilityMean;
import io.firenet.runtime.PredictorOptions.Device;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/**
 * Opened models that are applied to an image as one: their outputs are averaged; where they see an
 * image prepared in several ways, their probabilities on the image's own grid. What a {@link
 * Segmenter} and a {@link Predictor} share.
 */
final class Ensemble implements AutoCloseable {

  /** Loads models for one device. */
  interface Loading {
    List<OnnxModel> load(OnnxSessions sessions) throws ModelException;
  }

  private final String name;
  private final ModelCard card;
  private final Objective objective;
  private final String device;
  private final Set<Integer> cleaned;
  private final List<PreparedModels> groups; // by preparation
  private final int models;

  private Ensemble(List<OnnxModel> models, PredictorOptions options, String device)
      throws ModelException {
    this.device = device;
    name = models.get(0).name();
    card = models.get(0).card();
    objective = models.get(0).objective();
    for (OnnxModel model : models) {
      model.objective(); // each model fits its own card
      requireAlike(models.get(0), model);
    }
    cleaned = indices(options.largestComponentOf());
    List<ModelCard> cards = models.stream().map(OnnxModel::card).toList();
    Map<PreprocessingPlan, List<OnnxModel>> byPreparation = new LinkedHashMap<>();
    for (OnnxModel model : models) {
      byPreparation
          .computeIfAbsent(model.card().preprocessing(), plan -> new ArrayList<>())
          .add(model);
    }
    boolean alone = models.size() == 1;
    groups =
        byPreparation.values().stream()
            .map(some -> new PreparedModels(some, cards, objective, options, alone))
            .toList();
    this.models = models.size();
  }

  static Ensemble open(List<Path> files, PredictorOptions options, NativeObjects natives)
      throws ModelException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("at least one model is needed");
    }
    List<Path> models = ChosenModels.files(files);
    return open(
        options,
        sessions -> {
          List<OnnxModel> opened = new ArrayList<>();
          try {
            for (Path file : models) {
              opened.add(OnnxModel.open(file, sessions, natives));
            }
            return opened;
          } catch (ModelException | RuntimeException e) {
            opened.forEach(OnnxModel::close);
            throw e;
          }
        });
  }

  static Ensemble open(byte[] model, PredictorOptions options) throws ModelException {
    NativeObjects natives = new NativeObjects();
    return open(options, sessions -> List.of(OnnxModel.open(model, sessions, natives)));
  }

  private static Ensemble open(PredictorOptions options, Loading loading) throws ModelException {
    if (options.device() != Device.AUTO) {
      return open(options, loading, options.device().toString());
    }
    try {
      return open(options.withDevice(Device.CUDA), loading, Device.CUDA.toString());
    } catch (ModelException | IllegalArgumentException e) {
      // If it is not the device that fails, this will fail in the same way.
      return open(options.withDevice(Device.CPU), loading, "CPU; " + e.getMessage());
    }
  }

  private static Ensemble open(PredictorOptions options, Loading loading, String device)
      throws ModelException {
    List<OnnxModel> models = loading.load(OnnxSessions.of(options));
    try {
      return new Ensemble(models, options, device);
    } catch (ModelException | RuntimeException e) {
      models.forEach(OnnxModel::close);
      throw e;
    }
  }

  private static void requireAlike(OnnxModel first, OnnxModel other) throws ModelException {
    ModelCard a = first.card();
    ModelCard b = other.card();
    if (!a.objective().equals(b.objective())
        || !a.channels().equals(b.channels())
        || !a.outputNames().equals(b.outputNames())
        || !a.regions().equals(b.regions())) {
      throw new ModelException(
          "%s: models that are averaged need the same objective, channels and outputs; %s has %s, this has %s"
              .formatted(other.name(), first.name(), traits(a), traits(b)));
    }
  }

  private static String traits(ModelCard card) {
    return "%s, %s, %s"
        .formatted(
            card.objective(),
            card.channels(),
            card.regions().isEmpty() ? card.outputNames() : card.regions());
  }

  private Set<Integer> indices(Set<String> names) {
    List<String> labels = card.labels();
    if (!names.isEmpty() && objective.wholeImage()) {
      throw new IllegalArgumentException(
          "largestComponentOf: a model for %s labels no voxels".formatted(card.objective()));
    }
    Set<Integer> indices = new HashSet<>();
    for (String name : names) {
      int index = labels.indexOf(name);
      if (index < 1) {
        throw new IllegalArgumentException(
            "largestComponentOf: the model has no label '%s'; its labels are %s"
                .formatted(name, labels.subList(1, labels.size())));
      }
      indices.add(index);
    }
    return indices;
  }

  /** The file of the first model, or what stands for it in messages. */
  String name() {
    return name;
  }

  ModelCard card() {
    return card;
  }

  Objective objective() {
    return objective;
  }

  /** The device, and if that is not the best one that was asked for, why. */
  String device() {
    return device;
  }

  /** The way to get labels, or the answer for the image as a whole. */
  InferencePlan plan(ImageGeometry source) {
    return together(plans(source, isMixed() && !objective.wholeImage()));
  }

  /** Whether models see an image prepared in several ways, so that probabilities are averaged. */
  private boolean isMixed() {
    return groups.size() > 1;
  }

  private List<InferencePlan> plans(ImageGeometry source, boolean scores) {
    return groups.stream().map(group -> group.plan(source, scores)).toList();
  }

  /** The first one's grid and tiles, all passes, and what the largest takes. */
  private static InferencePlan together(List<InferencePlan> plans) {
    InferencePlan first = plans.get(0);
    return new InferencePlan(
        first.grid(),
        first.tile(),
        plans.stream().mapToInt(InferencePlan::passes).sum(),
        plans.stream().mapToLong(InferencePlan::bytes).max().orElseThrow());
  }

  /** What speaks against using an image, for any of the models. */
  ImageExamination examine(Volume image) {
    List<ImageExamination> all = groups.stream().map(group -> group.examine(image)).toList();
    return new ImageExamination(
        all.stream().flatMap(each -> each.faults().stream()).distinct().toList(),
        all.stream().flatMap(each -> each.warnings().stream()).distinct().toList());
  }

  /** The labels of an image, on its own grid. */
  LabelMap segment(Volume image, PredictionRun run) {
    LabelMap labels;
    if (isMixed()) {
      labels = mean(image, run).labels();
    } else {
      InferencePlan plan = plan(image.geometry());
      run.expect(plan.passes());
      labels = groups.get(0).segment(image, plan, run);
    }
    LargestComponent.keep(labels, cleaned);
    return labels;
  }

  /** The probabilities of an image, on its own grid. */
  Volume probabilities(Volume image, PredictionRun run) {
    if (isMixed()) {
      return mean(image, run).probabilities();
    }
    Volume logits = logits(image, run);
    if (objective == Objective.REGIONS) {
      Inference.sigmoid(logits);
    } else {
      Inference.softmax(logits);
    }
    return logits;
  }

  /** The logits of an image, on its own grid. */
  Volume logits(Volume image, PredictionRun run) {
    if (isMixed()) {
      Volume probabilities = mean(image, run).probabilities();
      float[] values = probabilities.data();
      for (int i = 0; i < values.length; i++) {
        double p = values[i];
        values[i] = (float) (Math.log(p) - (objective == Objective.REGIONS ? Math.log1p(-p) : 0));
      }
      return probabilities;
    }
    InferencePlan plan = groups.get(0).plan(image.geometry(), true);
    run.expect(plan.passes());
    return groups.get(0).logits(image, plan, run);
  }

  /** The mean of probabilities, each model counting alike. */
  private ProbabilityMean mean(Volume image, PredictionRun run) {
    List<InferencePlan> plans = plans(image.geometry(), true);
    run.expect(together(plans).passes());
    ProbabilityMean mean =
        new ProbabilityMean(
            image.geometry(),
            card.outputNames().size(),
            card.regions().stream().map(Region::paints).toList());
    for (int i = 0; i < groups.size(); i++) {
      PreparedModels group = groups.get(i);
      group.addTo(mean, image, plans.get(i), run, (double) group.size() / models);
    }
    return mean;
  }

  /** What the models say of an image as a whole: probabilities of classes, or values. */
  List<Double> answer(Volume image, PredictionRun run) {
    run.expect(plan(image.geometry()).passes());
    double[] mean = new double[card.outputNames().size()];
    for (PreparedModels group : groups) {
      double[] answer = group.answer(image, run);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += isMixed() ? answer[i] * group.size() / models : answer[i];
      }
    }
    return Arrays.stream(mean).boxed().toList();
  }

  /** Runs work in a thread of its own; cancelling the future ends it at the next operation. */
  static <T> CompletableFuture<T> async(Function<PredictionRun, T> work, DoubleConsumer progress) {
    CompletableFuture<T> result = new CompletableFuture<>();
    PredictionRun run = new PredictionRun(progress);
    var unused =
        result.whenComplete(
            (value, error) -> {
              if (result.isCancelled()) {
                run.cancel();
              }
            });
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work.apply(run));
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            "firenet-inference");
    thread.setDaemon(true); // a host that wants to end need not wait for it
    thread.start();
    return result;
  }

  /**
   * Reads an image's voxels after its header has shown that it can be used.
   *
   * @throws IOException if it cannot be read, has other channels than the card says, a fault, or is
   *     too large
   * @throws MemoryBudgetException if it needs too much memory
   */
  Volume read(StoredImage image) throws IOException {
    if (image.channels() != card.channels().size()) {
      throw new IOException(
          "%s: has %s channels, the model for %s takes %s"
              .formatted(image.source().path(), image.channels(), card.dataset(), card.channels()));
    }
    Path path = image.source().path();
    try {
      plan(image.geometry());
    } catch (MemoryBudgetException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(path, e.getMessage()), e);
    }
    Volume volume = image.readVolume();
    List<String> faults = examine(volume).faults();
    if (!faults.isEmpty()) {
      throw new IOException("%s: %s".formatted(path, String.join("; ", faults)));
    }
    return volume;
  }

  /** What a file of labels may say of them. */
  SegmentationDetails details(ImageSource source) {
    return SegmentationDetails.ofNames(card.labels())
        .with(card.codes())
        .by(card.dataset() + " by " + card.network(), card.provenance().software())
        .of(source);
  }

  /** Frees the models; a pass in progress ends first. */
  @Override
  public void close() {
    groups.forEach(PreparedModels::close);
  }
}
