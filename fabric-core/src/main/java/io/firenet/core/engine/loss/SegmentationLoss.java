package io.firenet.core.engine.loss;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * Cross-entropy plus soft Dice loss over a softmax of the channels, and its gradient.
 *
 * <p>With p the probabilities and g the one-hot labels, {@code L = mean(−log p[label]) + 1 − mean
 * over c≥1 of D_c}, {@code D_c = (2·Σp_c·g_c + 1)/(Σp_c + Σg_c + 1)}, sums over all voxels of one
 * channel. The added 1, one voxel, makes a class that is absent from the labels count by what is
 * predicted of it: no NaN, and no reward for predicting it.
 */
public final class SegmentationLoss {

  private static final double SMOOTH = 1;
  private static final int CHUNK = 4096; // voxels
  private static final double LARGE = 1e290; // another voxel's total does not overflow it

  private SegmentationLoss() {}

  /**
   * The loss of a prediction that is not trained on.
   *
   * @param logits {@code [K,D,H,W]}
   * @param labels {@code [D,H,W]}, 0 to K−1
   */
  public static double value(float[] logits, int classes, short[] labels) {
    float[] channelsLast = ChannelsLast.fromChannelsFirst(logits, classes);
    FloatBuffer probabilities = FloatBuffer.allocate(logits.length);
    int chunks = (labels.length + CHUNK - 1) / CHUNK;
    double[][] sums = new double[chunks][];
    for (int i = 0; i < chunks; i++) {
      sums[i] = probabilities(i, classes, FloatBuffer.wrap(channelsLast), labels, probabilities);
    }
    return new Dice(classes, sums).loss(labels.length);
  }

  /**
   * The loss with its gradient.
   *
   * @param logits {@code [D,H,W,K]}
   * @param classes K
   * @param labels {@code [D,H,W]}, 0 to K−1
   * @param gradient of the logits' shape; receives dL/dlogits
   * @return L
   */
  public static double evaluate(
      FloatBuffer logits, int classes, short[] labels, FloatBuffer gradient) {
    int chunks = (labels.length + CHUNK - 1) / CHUNK;
    double[][] sums = new double[chunks][];
    IntStream.range(0, chunks)
        .parallel()
        .forEach(i -> sums[i] = probabilities(i, classes, logits, labels, gradient));
    Dice dice = new Dice(classes, sums);
    IntStream.range(0, chunks)
        .parallel()
        .forEach(i -> gradient(i, classes, labels, gradient, dice));
    return dice.loss(labels.length);
  }

  /**
   * Leaves the probabilities in {@code target}.
   *
   * @return for each class Σp, Σg, Σp·g; at the end Σ−log p[label]
   */
  private static double[] probabilities(
      int chunk, int classes, FloatBuffer source, short[] labels, FloatBuffer target) {
    int first = chunk * CHUNK;
    int n = Math.min(CHUNK, labels.length - first);
    float[] values = new float[n * classes];
    source.get(first * classes, values);
    double[] sums = new double[3 * classes + 1];
    double product = 1; // of voxels' totals, each at least 1 and at most the number of classes
    for (int v = 0; v < n; v++) {
      int at = v * classes;
      float max = values[at];
      for (int c = 1; c < classes; c++) {
        max = Math.max(max, values[at + c]);
      }
      int label = labels[first + v];
      sums[3 * classes] += max - values[at + label];
      double total = 0;
      for (int c = 0; c < classes; c++) {
        double e = Exponential.of(values[at + c] - max);
        values[at + c] = (float) e;
        total += e;
      }
      product *= total;
      if (!(product < LARGE)) { // one logarithm for many voxels
        sums[3 * classes] += Math.log(product);
        product = 1;
      }
      float scale = (float) (1 / total);
      for (int c = 0; c < classes; c++) {
        values[at + c] *= scale;
        sums[3 * c] += values[at + c];
      }
      sums[3 * label + 1]++;
      sums[3 * label + 2] += values[at + label];
    }
    sums[3 * classes] += Math.log(product);
    target.put(first * classes, values);
    return sums;
  }

  /** Turns the probabilities in {@code target} into the gradient of the logits. */
  private static void gradient(
      int chunk, int classes, short[] labels, FloatBuffer target, Dice dice) {
    int first = chunk * CHUNK;
    int n = Math.min(CHUNK, labels.length - first);
    float[] values = new float[n * classes];
    target.get(first * classes, values);
    float perVoxel = 1f / labels.length;
    for (int v = 0; v < n; v++) {
      int at = v * classes;
      int label = labels[first + v];
      float mean = 0; // Σ p·dL/dp of the Dice term
      for (int c = 0; c < classes; c++) {
        mean += values[at + c] * dice.slope(c, label);
      }
      for (int c = 0; c < classes; c++) {
        float p = values[at + c];
        float crossEntropy = (p - (c == label ? 1 : 0)) * perVoxel;
        values[at + c] = crossEntropy + p * (dice.slope(c, label) - mean);
      }
    }
    target.put(first * classes, values);
  }

  /** The Dice term and its derivative by each probability. */
  private static final class Dice {

    private final double crossEntropy;
    private final double mean;
    private final float[] slopeOutside; // by class, for voxels of another label
    private final float[] slopeInside;

    Dice(int classes, double[][] chunks) {
      double[] sums = new double[3 * classes + 1];
      for (double[] chunk : chunks) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += chunk[i];
        }
      }
      crossEntropy = sums[3 * classes];
      slopeOutside = new float[classes];
      slopeInside = new float[classes];
      double total = 0;
      int foreground = classes - 1;
      for (int c = 1; c < classes; c++) {
        double union = sums[3 * c] + sums[3 * c + 1] + SMOOTH;
        double score = (2 * sums[3 * c + 2] + SMOOTH) / union;
        total += score;
        slopeOutside[c] = (float) (score / union / foreground);
        slopeInside[c] = (float) ((score - 2) / union / foreground);
      }
      mean = total / foreground;
    }

    double loss(int voxels) {
      return crossEntropy / voxels + 1 - mean;
    }

    float slope(int c, int label) {
      return c == label ? slopeInside[c] : slopeOutside[c];
    }
  }
}
