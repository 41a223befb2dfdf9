package io.firenet.runtime;

import io.firenet.decoder.Objective;
import io.firenet.format.ImageSource;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.StoredImage;
import io.firenet.machine.AvailableMemory;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.preprocess.ImageExamination;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.LargestComponent;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.preprocess.Preprocessor;
import io.firenet.runtime.PredictorOptions.Device;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/**
 * Opened models that are applied to an image as one: their outputs are averaged. What a {@link
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
  private final PredictorOptions options;
  private final String device;
  private final Set<Integer> cleaned;
  private final Inference inference;
  private final MemoryPlanner planner;
  private final List<OnnxNetwork> networks;

  private Ensemble(List<OnnxModel> models, PredictorOptions options, String device)
      throws ModelException {
    this.options = options;
    this.device = device;
    name = models.get(0).name();
    card = models.get(0).card();
    objective = models.get(0).objective();
    for (OnnxModel model : models) {
      model.objective(); // each model fits its own card
      requireAlike(models.get(0), model);
    }
    cleaned = indices(options.largestComponentOf());
    inference =
        new Inference(card.preprocessing(), card.channels().size(), card.outputNames().size());
    planner =
        new MemoryPlanner(
            models.stream().map(OnnxModel::card).toList(),
            objective.wholeImage(),
            options,
            AvailableMemory.bytes());
    boolean alone = models.size() == 1;
    networks = models.stream().map(model -> new OnnxNetwork(model, objective, alone)).toList();
  }

  static Ensemble open(List<Path> files, PredictorOptions options, NativeObjects natives)
      throws ModelException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("at least one model is needed");
    }
    return open(
        options,
        sessions -> {
          List<OnnxModel> opened = new ArrayList<>();
          try {
            for (Path file : files) {
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
        || !a.preprocessing().equals(b.preprocessing())) {
      throw new ModelException(
          "%s: models that are averaged need the same objective, channels, outputs and preprocessing; %s has %s, this has %s"
              .formatted(other.name(), first.name(), traits(a), traits(b)));
    }
  }

  private static String traits(ModelCard card) {
    return "%s, %s, %s, %s"
        .formatted(card.objective(), card.channels(), card.outputNames(), card.preprocessing());
  }

  private Set<Integer> indices(Set<String> names) {
    List<String> labels = card.labels();
    if (!names.isEmpty() && objective != Objective.SEGMENTATION) {
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
    return plan(source, false);
  }

  private InferencePlan plan(ImageGeometry source, boolean scores) {
    Preprocessor preprocessor = new Preprocessor(card.preprocessing());
    preprocessor.examine(source).requireNoFault();
    ImageGeometry grid = preprocessor.networkGrid(source);
    return planner.plan(source.size(), grid.size(), scores);
  }

  /** What speaks against using an image. */
  ImageExamination examine(Volume image) {
    return new Preprocessor(card.preprocessing()).examine(image);
  }

  /** The labels of an image, on its own grid. */
  LabelMap segment(Volume image, PredictionRun run) {
    InferencePlan plan = plan(image.geometry());
    run.expect(plan.passes());
    LabelMap labels = inference.segment(image, planner.windows(plan), network(run));
    LargestComponent.keep(labels, cleaned);
    return labels;
  }

  /** The logits of an image, on its own grid. */
  Volume logits(Volume image, PredictionRun run) {
    InferencePlan plan = plan(image.geometry(), true);
    run.expect(plan.passes());
    return inference.scores(image, planner.windows(plan), network(run));
  }

  /** What the models say of an image as a whole: logits of classes, or values. */
  float[] answer(Volume image, PredictionRun run) {
    run.expect(plan(image.geometry()).passes());
    return inference.answer(image, network(run));
  }

  private LogitsFunction network(PredictionRun run) {
    List<LogitsFunction> members = new ArrayList<>();
    for (OnnxNetwork network : networks) {
      LogitsFunction passes = (values, size) -> network.apply(values, size, run);
      members.add(
          !options.mirroring()
              ? passes
              : objective.wholeImage() ? passes.mirroredWhole() : passes.mirrored());
    }
    return LogitsFunction.mean(members);
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
    networks.forEach(OnnxNetwork::close);
  }
}
