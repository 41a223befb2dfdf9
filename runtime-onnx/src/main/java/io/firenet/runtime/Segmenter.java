package io.firenet.runtime;

import io.firenet.decoder.Objective;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Nifti;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Segments volumes with one exported model; {@link Predictor} takes models of any kind. It does to
 * an image what training did, and gives the labels back on the image's own grid.
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

  private final Predictor predictor;

  private Segmenter(Predictor predictor) {
    this.predictor = predictor;
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
   * @throws IllegalArgumentException if the device cannot be used here
   */
  public static Segmenter open(Path model, SegmenterOptions options) throws ModelException {
    Predictor predictor = Predictor.open(model, options);
    if (predictor.objective() != Objective.SEGMENTATION) {
      predictor.close();
      throw new ModelException(
          "%s: a model for %s; a segmenter needs one for segmentation, a Predictor takes any"
              .formatted(model, predictor.card().objective()));
    }
    return new Segmenter(predictor);
  }

  /** What the model is for, its labels, and where its weights come from. */
  public ModelCard card() {
    return predictor.card();
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
    return labels(predictor.predict(image));
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
    Nifti.write(labels, labels(predictor.predict(image)));
  }

  private static LabelMap labels(Prediction prediction) {
    return ((Prediction.Segmentation) prediction).labels();
  }

  /** Frees the model. Further calls have no effect. */
  @Override
  public void close() {
    predictor.close();
  }
}
