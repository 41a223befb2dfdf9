package io.firenet.runtime;

import io.firenet.decoder.Objective;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.preprocess.Inference;
import io.firenet.preprocess.LargestComponent;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.preprocess.Preprocessor;
import io.firenet.preprocess.SlidingWindow;
import io.firenet.volume.ImageFile;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Nifti;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;

/**
 * Segments volumes with an exported model, or the mean of several; {@link Predictor} takes models
 * of any kind. It does to an image what training did, and gives the labels back on the image's own
 * grid.
 *
 * <pre>{@code
 * try (Segmenter segmenter = Segmenter.open(Path.of("hippocampus.onnx"))) {
 *   LabelMap labels = segmenter.segment(volume);
 * }
 * }</pre>
 *
 * <p>Thread-safe; forward passes of several callers run one after another, each on all cores. Holds
 * memory outside Java's heap until closed.
 */
public final class Segmenter implements AutoCloseable {

  private final ModelCard card;
  private final SegmenterOptions options;
  private final Set<Integer> cleaned;
  private final Inference inference;
  private final SlidingWindow windows;
  private final List<OnnxNetwork> networks;

  private Segmenter(List<OnnxModel> models, SegmenterOptions options) throws ModelException {
    for (OnnxModel model : models) {
      if (model.objective() != Objective.SEGMENTATION) {
        throw new ModelException(
            "%s: a model for %s; a segmenter needs one for segmentation, a Predictor takes any"
                .formatted(model.name(), model.card().objective()));
      }
      requireAlike(models.get(0), model);
    }
    this.options = options;
    card = models.get(0).card();
    cleaned = indices(options.largestComponentOf(), card.labels());
    inference =
        new Inference(card.preprocessing(), card.channels().size(), card.outputNames().size());
    windows = new SlidingWindow(card.preprocessing().maxSide(), options.overlap());
    networks =
        models.stream().map(model -> new OnnxNetwork(model, Objective.SEGMENTATION)).toList();
  }

  private static void requireAlike(OnnxModel first, OnnxModel other) throws ModelException {
    ModelCard a = first.card();
    ModelCard b = other.card();
    if (!a.channels().equals(b.channels())
        || !a.labels().equals(b.labels())
        || !a.preprocessing().equals(b.preprocessing())) {
      throw new ModelException(
          "%s: models that are averaged need the same channels, labels and preprocessing; %s has %s, %s, %s, this has %s, %s, %s"
              .formatted(
                  other.name(),
                  first.name(),
                  a.channels(),
                  a.labels(),
                  a.preprocessing(),
                  b.channels(),
                  b.labels(),
                  b.preprocessing()));
    }
  }

  private static Set<Integer> indices(Set<String> names, List<String> labels) {
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

  /**
   * Opens a model on the CPU.
   *
   * @throws ModelException if the file is no segmentation model of FIRENet
   */
  public static Segmenter open(Path model) throws ModelException {
    return open(model, SegmenterOptions.DEFAULT);
  }

  /**
   * Opens a model.
   *
   * @throws ModelException if the file is no segmentation model of FIRENet
   * @throws IllegalArgumentException if the device cannot be used here, or the options name labels
   *     that the model does not have
   */
  public static Segmenter open(Path model, SegmenterOptions options) throws ModelException {
    return open(List.of(model), options);
  }

  /**
   * Opens several models, for example those of a cross-validation, whose logits are averaged. Each
   * takes its own time and memory.
   *
   * @throws ModelException if a file is no segmentation model of FIRENet, or they differ in
   *     channels, labels or preprocessing
   * @throws IllegalArgumentException if there is none, or as {@link #open(Path, SegmenterOptions)}
   */
  public static Segmenter open(List<Path> models, SegmenterOptions options) throws ModelException {
    return open(models, options, new NativeObjects());
  }

  static Segmenter open(List<Path> files, SegmenterOptions options, NativeObjects natives)
      throws ModelException {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a segmenter needs at least one model");
    }
    List<OnnxModel> opened = new ArrayList<>();
    try {
      for (Path file : files) {
        opened.add(OnnxModel.open(file, OnnxSessions.of(options), natives));
      }
      return new Segmenter(opened, options);
    } catch (ModelException | RuntimeException e) {
      opened.forEach(OnnxModel::close);
      throw e;
    }
  }

  /**
   * Opens a model that is in memory.
   *
   * @param model the content of a model file; not needed any more after this call
   * @throws ModelException if it is no segmentation model of FIRENet
   * @throws IllegalArgumentException if the device cannot be used here
   */
  public static Segmenter open(byte[] model, SegmenterOptions options) throws ModelException {
    OnnxModel opened = OnnxModel.open(model, OnnxSessions.of(options), new NativeObjects());
    try {
      return new Segmenter(List.of(opened), options);
    } catch (ModelException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Opens a model from a stream, for example a resource of a jar.
   *
   * @param model read to its end and left open
   * @throws ModelException if it is no segmentation model of FIRENet
   * @throws IOException if the stream cannot be read
   * @throws IllegalArgumentException if the device cannot be used here
   */
  public static Segmenter open(InputStream model, SegmenterOptions options) throws IOException {
    return open(model.readAllBytes(), options);
  }

  /** What the model is for, its labels, and where its weights come from; the first one's. */
  public ModelCard card() {
    return card;
  }

  /**
   * Segments an image.
   *
   * @param image {@code [C,D,H,W]}, float32, as acquired: any spacing, orientation and intensities
   * @return {@code [D,H,W]}, the index of a label of the card, on the image's own grid
   * @throws IllegalArgumentException if the image's channels are not those of the card, or it is
   *     too large
   * @throws IllegalStateException if this is closed or ONNX Runtime fails, for example for lack of
   *     memory
   */
  public LabelMap segment(Volume image) {
    return segment(image, SegmentationRun.unwatched());
  }

  private LabelMap segment(Volume image, SegmentationRun run) {
    LabelMap labels = inference.segment(image, windows, network(run));
    LargestComponent.keep(labels, cleaned);
    return labels;
  }

  /**
   * Segments an image in a thread of its own. Cancelling the future ends the work: waiting callers
   * get a {@link java.util.concurrent.CancellationException} at once, and the network stops at its
   * next operation.
   *
   * @param image as for {@link #segment(Volume)}
   * @param progress told the fraction of the forward passes that are done after each, in (0, 1]; in
   *     the thread that runs them
   * @return completed as {@link #segment(Volume)} returns or throws
   */
  public CompletableFuture<LabelMap> segmentAsync(Volume image, DoubleConsumer progress) {
    CompletableFuture<LabelMap> labels = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                SegmentationRun run = new SegmentationRun(passes(image), progress);
                var unused = labels.whenComplete((result, error) -> endIfCancelled(labels, run));
                labels.complete(segment(image, run));
              } catch (RuntimeException | Error e) {
                labels.completeExceptionally(e);
              }
            },
            "firenet-segmenter");
    thread.setDaemon(true); // a host that wants to end need not wait for a segmentation
    thread.start();
    return labels;
  }

  private static void endIfCancelled(CompletableFuture<?> future, SegmentationRun run) {
    if (future.isCancelled()) {
      run.cancel();
    }
  }

  private int passes(Volume image) {
    Preprocessor preprocessor = new Preprocessor(card.preprocessing());
    int tiles = windows.count(preprocessor.networkGrid(image.geometry()).size());
    return Math.multiplyExact(networks.size() * (options.mirroring() ? 8 : 1), tiles);
  }

  /**
   * The probability of each label at each voxel.
   *
   * @param image as for {@link #segment(Volume)}
   * @return {@code [K,D,H,W]}, float32, on the image's own grid, a channel for each label of the
   *     card; they sum to 1
   * @throws IllegalArgumentException as {@link #segment(Volume)}, or if labels × voxels are too
   *     many for one array
   * @throws IllegalStateException as {@link #segment(Volume)}
   */
  public Volume probabilities(Volume image) {
    Volume logits = logits(image);
    Inference.softmax(logits);
    return logits;
  }

  /** As {@link #probabilities}, before the softmax: any real numbers, the largest wins. */
  public Volume logits(Volume image) {
    return inference.scores(image, windows, network(SegmentationRun.unwatched()));
  }

  private LogitsFunction network(SegmentationRun run) {
    List<LogitsFunction> members = new ArrayList<>();
    for (OnnxNetwork network : networks) {
      LogitsFunction passes = (values, size) -> network.apply(values, size, run);
      members.add(options.mirroring() ? passes.mirrored() : passes);
    }
    return LogitsFunction.mean(members);
  }

  /**
   * Segments an image file.
   *
   * @param image NIfTI, Analyze or MetaImage, channels along the fourth axis
   * @param labels where the label map goes, {@code .nii} or {@code .nii.gz}; on the image's grid
   * @throws IOException if a file cannot be read or written, or the image has other channels than
   *     the card says
   * @throws IllegalArgumentException if the name of the label map has another ending, or the image
   *     is too large
   * @throws IllegalStateException as {@link #segment(Volume)}
   */
  public void segment(Path image, Path labels) throws IOException {
    Volume volume = ImageFile.readVolume(image);
    if (volume.channels() != card.channels().size()) {
      throw new IOException(
          "%s: has %d channels, the model for %s takes %s"
              .formatted(image, volume.channels(), card.dataset(), card.channels()));
    }
    Nifti.write(labels, segment(volume));
  }

  /** Frees the models; a pass in progress ends first. Further calls have no effect. */
  @Override
  public void close() {
    networks.forEach(OnnxNetwork::close);
  }
}
