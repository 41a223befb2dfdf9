package io.firenet.core.engine.loss;

import io.firenet.volume.LabelMap;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cross-entropy plus soft Dice loss over a softmax of the channels, and its gradient.
 *
 * <p>With p the probabilities, {@code L = mean(−log p[label]) + 1 − mean over c≥1 of D_c}, see
 * {@link SoftDice}; mean and sums are over the voxels whose label is not {@link LabelMap#IGNORED}.
 * If there is none of them, the loss is 0.
 */
public final class SegmentationLoss {

  private static final int CHUNK = 4096; // voxels
  private static final double LARGE = 1e290; // another voxel's total does not overflow it

  private SegmentationLoss() {}

  /**
   * The loss of a prediction that is not trained on.
   *
   * @param logits {@code [K,D,H,W]}
   * @param labels {@code [D,H,W]}, 0 to K−1 or {@link LabelMap#IGNORED}
   */
  public static double value(float[] logits, int classes, short[] labels) {
    float[] channelsLast = ChannelsLast.fromChannelsFirst(logits, classes);
    FloatBuffer probabilities = FloatBuffer.allocate(logits.length);
    int chunks = (labels.length + CHUNK - 1) / CHUNK;
    double[][] sums = new double[chunks][];
    for (int i = 0; i < chunks; i++) {
      sums[i] = probabilities(i, classes, FloatBuffer.wrap(channelsLast), labels, probabilities);
    }
    return new Terms(classes, sums).loss();
  }

  /**
   * The loss with its gradient.
   *
   * @param logits {@code [D,H,W,K]}
   * @param classes K
   * @param labels {@code [D,H,W]}, 0 to K−1 or {@link LabelMap#IGNORED}
   * @param gradient of the logits' shape; receives dL/dlogits, 0 where the voxel does not count
   * @return L
   */
  public static double evaluate(
      FloatBuffer logits, int classes, short[] labels, FloatBuffer gradient) {
    int chunks = (labels.length + CHUNK - 1) / CHUNK;
    double[][] sums = new double[chunks][];
    IntStream.range(0, chunks)
        .parallel()
        .forEach(i -> sums[i] = probabilities(i, classes, logits, labels, gradient));
    Terms terms = new Terms(classes, sums);
    IntStream.range(0, chunks)
        .parallel()
        .forEach(i -> gradient(i, classes, labels, gradient, terms));
    return terms.loss();
  }

  /**
   * Leaves the probabilities in {@code target}.
   *
   * @return for each class Σp, Σg, Σp·g; at the end Σ−log p[label] and the number of voxels
   */
  private static double[] probabilities(
      int chunk, int classes, FloatBuffer source, short[] labels, FloatBuffer target) {
    int first = chunk * CHUNK;
    int n = Math.min(CHUNK, labels.length - first);
    float[] values = new float[n * classes];
    source.get(first * classes, values);
    double[] sums = new double[3 * classes + 2];
    double product = 1; // of voxels' totals, each at least 1 and at most the number of classes
    for (int v = 0; v < n; v++) {
      int at = v * classes;
      int label = labels[first + v];
      if (label == LabelMap.IGNORED) {
        continue;
      }
      float max = values[at];
      for (int c = 1; c < classes; c++) {
        max = Math.max(max, values[at + c]);
      }
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
      sums[3 * classes + 1]++;
    }
    sums[3 * classes] += Math.log(product);
    target.put(first * classes, values);
    return sums;
  }

  /** Turns the probabilities in {@code target} into the gradient of the logits. */
  private static void gradient(
      int chunk, int classes, short[] labels, FloatBuffer target, Terms terms) {
    int first = chunk * CHUNK;
    int n = Math.min(CHUNK, labels.length - first);
    float[] values = new float[n * classes];
    target.get(first * classes, values);
    float perVoxel = 1f / terms.voxels;
    for (int v = 0; v < n; v++) {
      int at = v * classes;
      int label = labels[first + v];
      if (label == LabelMap.IGNORED) {
        Arrays.fill(values, at, at + classes, 0);
        continue;
      }
      float mean = 0; // Σ p·dL/dp of the Dice term
      for (int c = 0; c < classes; c++) {
        mean += values[at + c] * terms.dice.slope(c, c == label);
      }
      for (int c = 0; c < classes; c++) {
        float p = values[at + c];
        float crossEntropy = (p - (c == label ? 1 : 0)) * perVoxel;
        values[at + c] = crossEntropy + p * (terms.dice.slope(c, c == label) - mean);
      }
    }
    target.put(first * classes, values);
  }

  /** What all voxels together came to. */
  private static final class Terms {

    private final double crossEntropy; // summed
    private final int voxels; // that count
    private final SoftDice dice;

    Terms(int classes, double[][] chunks) {
      double[] sums = new double[3 * classes + 2];
      for (double[] chunk : chunks) {
        for (int i = 0; i < sums.length; i++) {
          sums[i] += chunk[i];
        }
      }
      crossEntropy = sums[3 * classes];
      voxels = (int) sums[3 * classes + 1];
      dice = new SoftDice(sums, classes, 1);
    }

    double loss() {
      return crossEntropy / Math.max(1, voxels) + 1 - dice.mean();
    }
  }
}
