package io.firenet.runtime;

import io.firenet.dataset.Region;
import io.firenet.file.AtomicFile;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageWriter;
import io.firenet.format.StoredImage;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.preprocess.ImageExamination;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;
import java.util.function.IntPredicate;

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

  private static final float HALF = 0.5f;

  private final Ensemble models;

  private Segmenter(Ensemble models) throws ModelException {
    this.models = models;
    if (models.objective().wholeImage()) {
      models.close();
      throw new ModelException(
          "%s: a model for %s; a segmenter needs one for segmentation, a Predictor takes any"
              .formatted(models.name(), models.card().objective()));
    }
  }

  /**
   * Opens a model on the CPU.
   *
   * @param model an {@code .onnx} file, or a choice of models, a {@code .json} file as {@code
   *     firenet find-best} writes it, whose models are averaged
   * @return the opened model, to be closed
   * @throws ModelException if the file is no segmentation model of FIRENet
   */
  public static Segmenter open(Path model) throws ModelException {
    return open(model, PredictorOptions.DEFAULT);
  }

  /**
   * Opens a model, or the models of a choice.
   *
   * @param model as for {@link #open(Path)}
   * @param options device, threads, tiles and memory
   * @return the opened model, to be closed
   * @throws ModelException if the file is no segmentation model of FIRENet
   * @throws IllegalArgumentException if the device cannot be used here, or the options name labels
   *     that the model does not have
   */
  public static Segmenter open(Path model, PredictorOptions options) throws ModelException {
    return open(List.of(model), options);
  }

  /**
   * Opens several models, for example those of a cross-validation, whose logits are averaged. Where
   * they see an image prepared in different ways, by spacing, largest side or rule of intensity,
   * their probabilities are, on the image's own grid, each model counting alike. Each takes its own
   * time, and memory for its weights.
   *
   * @param models each as for {@link #open(Path)}
   * @param options device, threads, tiles and memory
   * @return the opened models, to be closed together
   * @throws ModelException if a file is no segmentation model of FIRENet, or they differ in
   *     channels, labels or regions
   * @throws IllegalArgumentException if there is none, or as {@link #open(Path, PredictorOptions)}
   */
  public static Segmenter open(List<Path> models, PredictorOptions options) throws ModelException {
    return open(models, options, new NativeObjects());
  }

  static Segmenter open(List<Path> models, PredictorOptions options, NativeObjects natives)
      throws ModelException {
    return new Segmenter(Ensemble.open(models, options, natives));
  }

  /**
   * Opens a model that is in memory.
   *
   * @param model the content of a model file; not needed any more after this call
   * @param options device, threads, tiles and memory
   * @return the opened model, to be closed
   * @throws ModelException if it is no segmentation model of FIRENet
   * @throws IllegalArgumentException as {@link #open(Path, PredictorOptions)}
   */
  public static Segmenter open(byte[] model, PredictorOptions options) throws ModelException {
    return new Segmenter(Ensemble.open(model, options));
  }

  /**
   * Opens a model from a stream, for example a resource of a jar.
   *
   * @param model read to its end and left open
   * @param options device, threads, tiles and memory
   * @return the opened model, to be closed
   * @throws ModelException if it is no segmentation model of FIRENet
   * @throws IOException if the stream cannot be read
   * @throws IllegalArgumentException as {@link #open(Path, PredictorOptions)}
   */
  public static Segmenter open(InputStream model, PredictorOptions options) throws IOException {
    return open(model.readAllBytes(), options);
  }

  /**
   * {@return what the model is for, its labels, and where its weights come from; of several, the
   * first one's}
   */
  public ModelCard card() {
    return models.card();
  }

  /**
   * What the network runs on, for example {@code CPU}; where {@link PredictorOptions.Device#AUTO}
   * had to do without a GPU, also why, in one line.
   *
   * @return a line for people, no key
   */
  public String device() {
    return models.device();
  }

  /**
   * What {@link #segment(Volume)} will take for an image.
   *
   * @param image where its voxels are, in mm
   * @return size of the network's input in voxels, tiles, passes and bytes
   * @throws MemoryBudgetException if the image needs more memory than there is
   * @throws IllegalArgumentException if its spacing is implausible or it is too large for arrays at
   *     the model's spacing
   */
  public InferencePlan plan(ImageGeometry image) {
    return models.plan(image);
  }

  /**
   * What speaks against using an image: faults, for which {@link #segment(Volume)} refuses it, and
   * warnings, which a user should know of before trusting the result.
   *
   * @param image {@code [C,D,H,W]}, float32, as acquired
   * @return its faults and warnings, a line each; both may be empty
   * @throws IllegalArgumentException if it is too large for arrays at the model's spacing
   */
  public ImageExamination examine(Volume image) {
    return models.examine(image);
  }

  /**
   * Segments an image.
   *
   * @param image {@code [C,D,H,W]}, float32, as acquired: any spacing, orientation and intensities
   * @return {@code [D,H,W]}, the index of a label of the card, on the image's own grid
   * @throws MemoryBudgetException if it needs more memory than there is
   * @throws IllegalArgumentException if the image's channels are not those of the card, it has a
   *     fault ({@link #examine}), or is too large
   * @throws IllegalStateException if this is closed or ONNX Runtime fails
   */
  public LabelMap segment(Volume image) {
    return models.segment(image, PredictionRun.unwatched());
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
    return Ensemble.async(run -> models.segment(image, run), progress);
  }

  /**
   * The probability of each label at each voxel, or of each region of a model for such.
   *
   * @param image as for {@link #segment(Volume)}
   * @return {@code [K,D,H,W]}, float32, on the image's own grid, a channel for each of the card's
   *     {@link ModelCard#outputNames}; those of labels sum to 1, each region's is by itself
   * @throws IllegalArgumentException as {@link #segment(Volume)}, or if labels × voxels are too
   *     many for one array
   * @throws IllegalStateException as {@link #segment(Volume)}
   */
  public Volume probabilities(Volume image) {
    return models.probabilities(image, PredictionRun.unwatched());
  }

  /**
   * Where each label but the background is, or, of a model for regions, each region: regions may
   * overlap, and a label map shows of each what no later one covers.
   *
   * @param image as for {@link #segment(Volume)}
   * @return by name, in the card's order: 1 inside and 0 outside, on the image's own grid
   * @throws IllegalArgumentException as {@link #probabilities}
   * @throws IllegalStateException as {@link #segment(Volume)}
   */
  public Map<String, LabelMap> masks(Volume image) {
    Map<String, LabelMap> masks = new LinkedHashMap<>();
    if (card().regions().isEmpty()) {
      LabelMap labels = segment(image);
      for (int label = 1; label < card().labels().size(); label++) {
        int wanted = label;
        masks.put(card().labels().get(label), mask(labels, i -> labels.data()[i] == wanted));
      }
      return masks;
    }
    Volume probabilities = probabilities(image);
    int voxels = (int) image.size().voxels();
    LabelMap grid = new LabelMap(image.geometry(), new short[voxels]);
    for (Region region : card().regions()) {
      int from = masks.size() * voxels;
      masks.put(region.name(), mask(grid, i -> probabilities.data()[from + i] > HALF));
    }
    return masks;
  }

  private static LabelMap mask(LabelMap grid, IntPredicate inside) {
    short[] mask = new short[grid.data().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (short) (inside.test(i) ? 1 : 0);
    }
    return new LabelMap(grid.geometry(), mask);
  }

  /**
   * As {@link #probabilities}, before the softmax or the sigmoids: any real numbers. Of models
   * whose preprocessing differs: the logarithms, or logits, of their mean probabilities.
   *
   * @param image as for {@link #segment(Volume)}
   * @return {@code [K,D,H,W]}, float32, on the image's own grid, a channel for each of the card's
   *     {@link ModelCard#outputNames}
   */
  public Volume logits(Volume image) {
    return models.logits(image, PredictionRun.unwatched());
  }

  /**
   * Segments an image file.
   *
   * @param image of any of the {@link ImageFormats}: NIfTI, Analyze, MetaImage, and what further
   *     modules on the class path add
   * @param labels where the label map goes, on the image's grid; its ending says in which format,
   *     such as {@code .nii.gz} or {@code .mha}
   * @throws IOException if a file cannot be read or written, or the image has other channels than
   *     the card says, a fault ({@link #examine}), or is too large; a label map that cannot be
   *     written is told before anything is computed
   * @throws MemoryBudgetException if the image needs more memory than there is
   * @throws IllegalArgumentException if the name of the label map has another ending, or is that of
   *     the image
   * @throws IllegalStateException as {@link #segment(Volume)}
   */
  public void segment(Path image, Path labels) throws IOException {
    ImageWriter writer = ImageFormats.writer(labels);
    AtomicFile.requireWritable(labels);
    StoredImage stored = ImageFormats.open(image);
    if (Files.exists(labels) && Files.isSameFile(image, labels)) {
      throw new IllegalArgumentException(
          labels + ": the label map would replace the image; give it another name");
    }
    writer.check(labels, models.details(stored.source()));
    writer.write(labels, segment(models.read(stored)), models.details(stored.source()));
  }

  /** Frees the models; a pass in progress ends first. Further calls have no effect. */
  @Override
  public void close() {
    models.close();
  }
}
