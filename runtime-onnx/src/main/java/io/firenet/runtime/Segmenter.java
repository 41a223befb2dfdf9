package io.firenet.runtime;

import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.preprocess.Inference;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Nifti;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Segments volumes with one exported model. It does to an image what training did, and gives the
 * labels back on the image's own grid.
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
  private final Inference inference;
  private final OnnxNetwork network;

  private Segmenter(OnnxModel model) {
    card = model.card();
    if (!card.objective().equals("segmentation")) {
      throw new IllegalArgumentException(
          "a model for %s; a segmenter needs one for segmentation".formatted(card.objective()));
    }
    inference = new Inference(card.preprocessing(), card.channels().size(), card.labels().size());
    network = new OnnxNetwork(model);
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
    OnnxModel opened = OnnxModel.open(model, OnnxSessions.of(options));
    try {
      return new Segmenter(opened);
    } catch (IllegalArgumentException e) {
      opened.close();
      throw new ModelException(model + ": " + e.getMessage(), e);
    }
  }

  /** What the model is for, its labels, and where its weights come from. */
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
    return inference.segment(image, network);
  }

  /**
   * Segments an image file.
   *
   * @param image NIfTI or Analyze, channels along the fourth axis
   * @param labels where the label map goes, {@code .nii} or {@code .nii.gz}; on the image's grid
   * @throws IOException if a file cannot be read or written, or the image has other channels than
   *     the card says
   * @throws IllegalArgumentException if the name of the label map has another ending, or the image
   *     is too large
   * @throws IllegalStateException as {@link #segment(Volume)}
   */
  public void segment(Path image, Path labels) throws IOException {
    Volume volume = Nifti.readVolume(image);
    if (volume.channels() != card.channels().size()) {
      throw new IOException(
          "%s: has %d channels, the model for %s takes %s"
              .formatted(image, volume.channels(), card.dataset(), card.channels()));
    }
    Nifti.write(labels, segment(volume));
  }

  /** Frees the model. Further calls have no effect. */
  @Override
  public void close() {
    network.close();
  }
}
