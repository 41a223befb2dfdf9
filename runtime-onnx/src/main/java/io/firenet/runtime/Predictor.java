package io.firenet.runtime;

import io.firenet.decoder.Objective;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.preprocess.Inference;
import io.firenet.volume.ImageFile;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Applies one exported model of any kind to volumes: segments, classifies or measures them. It does
 * to an image what training did. A {@link Segmenter} is the same for label maps alone.
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

  private final ModelCard card;
  private final Objective objective;
  private final Inference inference;
  private final OnnxNetwork network;

  private Predictor(OnnxModel model) throws ModelException {
    card = model.card();
    objective = model.objective();
    inference =
        new Inference(card.preprocessing(), card.channels().size(), card.outputNames().size());
    network = new OnnxNetwork(model, objective);
  }

  /**
   * Opens a model on the CPU.
   *
   * @throws ModelException if the file is no model of FIRENet
   */
  public static Predictor open(Path model) throws ModelException {
    return open(model, SegmenterOptions.DEFAULT);
  }

  /**
   * Opens a model.
   *
   * @throws ModelException if the file is no model of FIRENet
   * @throws IllegalArgumentException if the device cannot be used here
   */
  public static Predictor open(Path model, SegmenterOptions options) throws ModelException {
    OnnxModel opened = OnnxModel.open(model, OnnxSessions.of(options), new NativeObjects());
    try {
      return new Predictor(opened);
    } catch (ModelException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** What the model is for, what comes out, and where its weights come from. */
  public ModelCard card() {
    return card;
  }

  /** What the model computes, and so which kind of {@link Prediction} it gives. */
  public Objective objective() {
    return objective;
  }

  /**
   * Applies the model to an image.
   *
   * @param image {@code [C,D,H,W]}, float32, as acquired: any spacing, orientation and intensities
   * @return of the kind that {@link #objective} says
   * @throws IllegalArgumentException if the image's channels are not those of the card, or it is
   *     too large
   * @throws IllegalStateException if this is closed or ONNX Runtime fails, for example for lack of
   *     memory
   */
  public Prediction predict(Volume image) {
    return switch (objective) {
      case SEGMENTATION -> new Prediction.Segmentation(inference.segment(image, network));
      case CLASSIFICATION -> {
        double[] probabilities = Inference.softmax(inference.answer(image, network));
        yield new Prediction.Classification(Arrays.stream(probabilities).boxed().toList());
      }
      case REGRESSION -> {
        List<Double> values = new ArrayList<>();
        for (float value : inference.answer(image, network)) {
          values.add((double) value);
        }
        yield new Prediction.Regression(values);
      }
    };
  }

  /**
   * Applies the model to an image file.
   *
   * @param image NIfTI, Analyze or MetaImage, channels along the fourth axis
   * @throws IOException if it cannot be read or has other channels than the card says
   * @throws IllegalArgumentException if it is too large
   * @throws IllegalStateException as {@link #predict(Volume)}
   */
  public Prediction predict(Path image) throws IOException {
    Volume volume = ImageFile.readVolume(image);
    if (volume.channels() != card.channels().size()) {
      throw new IOException(
          "%s: has %d channels, the model for %s takes %s"
              .formatted(image, volume.channels(), card.dataset(), card.channels()));
    }
    return predict(volume);
  }

  /** Frees the model. Further calls have no effect. */
  @Override
  public void close() {
    network.close();
  }
}
