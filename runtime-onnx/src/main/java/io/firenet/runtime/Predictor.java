package io.firenet.runtime;

import io.firenet.decoder.Objective;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.StoredImage;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.preprocess.ImageExamination;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleConsumer;

/**
 * Applies an exported model of any kind, or the mean of several, to volumes: segments, classifies
 * or measures them. It does to an image what training did. A {@link Segmenter} is the same for
 * label maps alone.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.open(Path.of("model.onnx"))) {
 *   if (predictor.predict(volume) instanceof Prediction.Classification found) {
 *     System.out.println(predictor.card().labels().get(found.label()));
 *   }
 * }
 * }</pre>
 *
 * <p>Thread-safe; forward passes of several callers run one after another, each on all cores. Holds
 * memory outside Java's heap until closed.
 */
public final class Predictor implements AutoCloseable {

  private final Ensemble models;

  private Predictor(Ensemble models) {
    this.models = models;
  }

  /**
   * Opens a model on the CPU.
   *
   * @param model an {@code .onnx} file, or a choice of models, a {@code .json} file as {@code
   *     firenet find-best} writes it, whose models are averaged
   * @return the opened model, to be closed
   * @throws ModelException if the file is no model of FIRENet
   */
  public static Predictor open(Path model) throws ModelException {
    return open(model, PredictorOptions.DEFAULT);
  }

  /**
   * Opens a model, or the models of a choice.
   *
   * @param model as for {@link #open(Path)}
   * @param options device, threads, tiles and memory
   * @return the opened model, to be closed
   * @throws ModelException if the file is no model of FIRENet
   * @throws IllegalArgumentException if the device cannot be used here, or the options name labels
   *     that the model does not give to voxels
   */
  public static Predictor open(Path model, PredictorOptions options) throws ModelException {
    return open(List.of(model), options);
  }

  /**
   * Opens several models, for example those of a cross-validation, whose logits or values are
   * averaged; probabilities, where their preprocessing differs.
   *
   * @param models each as for {@link #open(Path)}
   * @param options device, threads, tiles and memory
   * @return the opened models, to be closed together
   * @throws ModelException if a file is no model of FIRENet, or they differ in objective, channels
   *     or outputs
   * @throws IllegalArgumentException if there is none, or as {@link #open(Path, PredictorOptions)}
   */
  public static Predictor open(List<Path> models, PredictorOptions options) throws ModelException {
    return new Predictor(Ensemble.open(models, options, new NativeObjects()));
  }

  /**
   * Opens a model that is in memory.
   *
   * @param model the content of a model file; not needed any more after this call
   * @param options device, threads, tiles and memory
   * @return the opened model, to be closed
   * @throws ModelException if it is no model of FIRENet
   * @throws IllegalArgumentException as {@link #open(Path, PredictorOptions)}
   */
  public static Predictor open(byte[] model, PredictorOptions options) throws ModelException {
    return new Predictor(Ensemble.open(model, options));
  }

  /**
   * Opens a model from a stream, for example a resource of a jar.
   *
   * @param model read to its end and left open
   * @param options device, threads, tiles and memory
   * @return the opened model, to be closed
   * @throws ModelException if it is no model of FIRENet
   * @throws IOException if the stream cannot be read
   * @throws IllegalArgumentException as {@link #open(Path, PredictorOptions)}
   */
  public static Predictor open(InputStream model, PredictorOptions options) throws IOException {
    return open(model.readAllBytes(), options);
  }

  /**
   * {@return what the model is for, what comes out, and where its weights come from; of several,
   * the first one's}
   */
  public ModelCard card() {
    return models.card();
  }

  /** {@return what the model computes, and so which kind of {@link Prediction} it gives} */
  public Objective objective() {
    return models.objective();
  }

  /** {@return what the network runs on, as {@link Segmenter#device} says it} */
  public String device() {
    return models.device();
  }

  /**
   * What {@link #predict(Volume)} will take for an image.
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
   * What speaks against using an image: faults, for which {@link #predict(Volume)} refuses it, and
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
   * Applies the model to an image.
   *
   * @param image {@code [C,D,H,W]}, float32, as acquired: any spacing, orientation and intensities
   * @return of the kind that {@link #objective} says
   * @throws MemoryBudgetException if it needs more memory than there is
   * @throws IllegalArgumentException if the image's channels are not those of the card, it has a
   *     fault ({@link #examine}), or is too large
   * @throws IllegalStateException if this is closed or ONNX Runtime fails
   */
  public Prediction predict(Volume image) {
    return predict(image, PredictionRun.unwatched());
  }

  /**
   * Applies the model in a thread of its own, see {@link Segmenter#segmentAsync}.
   *
   * @param image as for {@link #predict(Volume)}
   * @param progress told the fraction of the forward passes that are done, in (0, 1]
   * @return completed as {@link #predict(Volume)} returns or throws
   */
  public CompletableFuture<Prediction> predictAsync(Volume image, DoubleConsumer progress) {
    return Ensemble.async(run -> predict(image, run), progress);
  }

  /**
   * The probability of each label, or region, at each voxel, in a thread of its own, see {@link
   * Segmenter#probabilities} and {@link Segmenter#segmentAsync}.
   *
   * @param image as for {@link #predict(Volume)}
   * @param progress told the fraction of the forward passes that are done, in (0, 1]
   * @return completed with {@code [K,D,H,W]}, float32, on the image's own grid, or as {@link
   *     Segmenter#probabilities} throws
   * @throws IllegalArgumentException if the model answers for images as a whole
   */
  public CompletableFuture<Volume> probabilitiesAsync(Volume image, DoubleConsumer progress) {
    if (models.objective().wholeImage()) {
      throw new IllegalArgumentException(
          "a model for %s gives voxels no probabilities".formatted(models.card().objective()));
    }
    return Ensemble.async(run -> models.probabilities(image, run), progress);
  }

  private Prediction predict(Volume image, PredictionRun run) {
    return switch (models.objective()) {
      case SEGMENTATION, REGIONS -> new Prediction.Segmentation(models.segment(image, run));
      case CLASSIFICATION -> new Prediction.Classification(models.answer(image, run));
      case REGRESSION -> new Prediction.Regression(models.answer(image, run));
    };
  }

  /**
   * Applies the model to an image file.
   *
   * @param image of any of the {@link ImageFormats}
   * @return of the kind that {@link #objective} says
   * @throws IOException as {@link #read(Path)}
   * @throws MemoryBudgetException as {@link #read(Path)}
   * @throws IllegalStateException as {@link #predict(Volume)}
   */
  public Prediction predict(Path image) throws IOException {
    return predict(read(image));
  }

  /**
   * Reads an image file that the model can be applied to.
   *
   * @param image of any of the {@link ImageFormats}
   * @return {@code [C,D,H,W]}, float32, as acquired
   * @throws IOException if it cannot be read, has other channels than the card says or a fault
   *     ({@link #examine}), or is too large for arrays at the model's spacing
   * @throws MemoryBudgetException if its header says that it needs more memory than there is
   */
  public Volume read(Path image) throws IOException {
    return read(ImageFormats.open(image));
  }

  /**
   * Reads the voxels of an image that the model can be applied to.
   *
   * @param image opened by {@link ImageFormats}
   * @return {@code [C,D,H,W]}, float32, as acquired
   * @throws IOException as {@link #read(Path)}
   * @throws MemoryBudgetException as {@link #read(Path)}
   */
  public Volume read(StoredImage image) throws IOException {
    return models.read(image);
  }

  /**
   * What a label map that comes from {@link #predict(Volume)} means, for {@link
   * ImageFormats#write(Path, LabelMap, SegmentationDetails)}.
   *
   * @param source the image that was segmented
   * @return names, colours and codes of the labels, and what the image's file says of its origin
   */
  public SegmentationDetails details(ImageSource source) {
    return models.details(source);
  }

  /** Frees the models. Further calls have no effect. */
  @Override
  public void close() {
    models.close();
  }
}
