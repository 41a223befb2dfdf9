package io.firenet.core.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.firenet.model.QuantityScale;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Compares what ONNX Runtime computes from a model file with what a reference computes. */
public final class OnnxParity implements AutoCloseable {

  private final OnnxSession session;
  private final Path file;
  private final List<QuantityScale> quantities;

  /**
   * Loads a model that computes logits, on the CPU.
   *
   * @param file an exported model
   * @throws IOException if ONNX Runtime cannot load the file
   */
  public OnnxParity(Path file) throws IOException {
    this(file, List.of());
  }

  /**
   * Loads a model on the CPU.
   *
   * @param file an exported model
   * @param quantities the values that it computes, which are compared as the reference has them:
   *     standardised; empty if it computes logits
   * @throws IOException if ONNX Runtime cannot load the file
   */
  public OnnxParity(Path file, List<QuantityScale> quantities) throws IOException {
    this.file = file;
    this.quantities = List.copyOf(quantities);
    try {
      session = OnnxSession.open(file, 0);
    } catch (OrtException e) {
      throw failure("does not load", e);
    }
  }

  /**
   * The largest absolute difference of the logits on a random image, standard normal like an image
   * that is standardised; NaN where either side computes NaN.
   *
   * @param reference the other side
   * @param channels of the random image
   * @param size of the random image, in voxels
   * @param seed what the image is drawn from
   * @return in the unit of a logit
   * @throws IOException if ONNX Runtime fails
   * @throws IllegalStateException if the two compute different numbers of values
   */
  public double maxDifference(LogitsFunction reference, int channels, GridSize size, long seed)
      throws IOException {
    float[] image = image(channels, size, seed);
    float[] expected = reference.apply(image, size);
    float[] got = run(image, channels, size);
    if (got.length != expected.length) {
      throw new IllegalStateException(
          "%s: computes %s values for an image of %s, the reference %s"
              .formatted(file, got.length, size, expected.length));
    }
    double max = 0;
    for (int i = 0; i < got.length; i++) {
      double value = quantities.isEmpty() ? got[i] : quantities.get(i).standardise(got[i]);
      max = Math.max(max, Math.abs(value - expected[i]));
    }
    return max;
  }

  /**
   * What ONNX Runtime computes.
   *
   * @param image {@code [C,D,H,W]}
   * @param size D, H and W
   * @return {@code [K,D,H,W]}, or {@code [K]} of a model for whole images
   * @throws IOException if ONNX Runtime fails
   */
  public float[] apply(float[] image, GridSize size) throws IOException {
    return run(image, Math.toIntExact(image.length / size.voxels()), size);
  }

  /**
   * How far rounding alone moves a network's outputs: their largest change on the image of {@link
   * #maxDifference} when every value of it is replaced by a neighbouring float32.
   */
  static double rounding(LogitsFunction network, int channels, GridSize size, long seed) {
    float[] image = image(channels, size, seed);
    float[] before = network.apply(image, size);
    for (int i = 0; i < image.length; i++) {
      image[i] = Math.nextUp(image[i]);
    }
    float[] after = network.apply(image, size);
    double max = 0;
    for (int i = 0; i < before.length; i++) {
      max = Math.max(max, Math.abs(after[i] - before[i]));
    }
    return max;
  }

  private static float[] image(int channels, GridSize size, long seed) {
    Random random = new Random(seed);
    float[] image = new float[Math.toIntExact(channels * size.voxels())];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private float[] run(float[] image, int channels, GridSize size) throws IOException {
    try {
      return session.run(image, channels, size, OnnxParity::first);
    } catch (OrtException e) {
      throw failure("does not run on an image of " + size, e);
    }
  }

  private static float[] first(OrtSession.Result outputs) throws OrtException {
    FloatBuffer logits = ((OnnxTensor) outputs.get(0)).getFloatBuffer();
    float[] values = new float[logits.remaining()];
    logits.get(values);
    return values;
  }

  private IOException failure(String what, OrtException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new IOException("%s: %s in ONNX Runtime: %s".formatted(file, what, reason), e);
  }

  /** Frees the loaded model. */
  @Override
  public void close() throws IOException {
    try {
      session.close();
    } catch (OrtException e) {
      throw failure("does not close", e);
    }
  }
}
