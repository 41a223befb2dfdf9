package io.firenet.core.engine.loss;

import io.firenet.dataset.Region;
import io.firenet.volume.LabelMap;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Binary cross-entropy plus soft Dice loss over a sigmoid of each channel, and its gradient: a
 * channel is a region, which may overlap with others.
 *
 * <p>With z the logits, {@code p = 1/(1 + e^−z)} and g 1 inside of a region and 0 outside, {@code L
 * = mean(max(z, 0) − z·g + log(1 + e^−|z|)) + 1 − mean of D_r}, see {@link SoftDice}; the first
 * mean is over voxels and regions, and voxels whose label is {@link LabelMap#IGNORED} are in no
 * sum. If there is no other voxel, the loss is 0.
 */
public final class RegionLoss {

  private static final int CHUNK = 4096; // voxels
  private static final double LARGE = 1e290; // another factor of at most 2 does not overflow it

  private RegionLoss() {}

  /**
   * The loss of a prediction that is not trained on.
   *
   * @param logits {@code [R,D,H,W]}
   * @param regions R of them
   * @param labels {@code [D,H,W]}, or {@link LabelMap#IGNORED}
   */
  public static double value(float[] logits, List<Region> regions, short[] labels) {
    FloatBuffer channelsLast =
        FloatBuffer.wrap(ChannelsLast.fromChannelsFirst(logits, regions.size()));
    return evaluate(channelsLast, regions, labels, FloatBuffer.allocate(logits.length));
  }

  /**
   * The loss with its gradient.
   *
   * @param logits {@code [D,H,W,R]}
   * @param regions R of them
   * @param labels {@code [D,H,W]}, or {@link LabelMap#IGNORED}
   * @param gradient of the logits' shape; receives dL/dlogits, 0 where the voxel does not count
   * @return L
   */
  public static double evaluate(
      FloatBuffer logits, List<Region> regions, short[] labels, FloatBuffer gradient) {
    float[][] inside = inside(regions);
    int chunks = (labels.length + CHUNK - 1) / CHUNK;
    double[][] parts = new double[chunks][];
    IntStream.range(0, chunks)
        .parallel()
        .forEach(i -> parts[i] = probabilities(i, inside, logits, labels, gradient));
    int channels = regions.size();
    double[] sums = new double[3 * channels + 2];
    for (double[] part : parts) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += part[i];
      }
    }
    double values = Math.max(1, sums[3 * channels + 1] * channels);
    SoftDice dice = new SoftDice(sums, channels, 0);
    IntStream.range(0, chunks)
        .parallel()
        .forEach(i -> gradient(i, inside, labels, gradient, dice, (float) (1 / values)));
    return sums[3 * channels] / values + 1 - dice.mean();
  }

  /**
   * For each label, and one more for all that are in no region, {@code [R]}: 1 if it is in the
   * region, else 0.
   */
  public static float[][] inside(List<Region> regions) {
    int last = regions.stream().flatMap(r -> r.labels().stream()).mapToInt(l -> l).max().orElse(0);
    float[][] inside = new float[last + 2][regions.size()];
    for (int r = 0; r < regions.size(); r++) {
      for (int label : regions.get(r).labels()) {
        inside[label][r] = 1;
      }
    }
    return inside;
  }

  private static float[] of(float[][] inside, short label) {
    return inside[Math.min(label, inside.length - 1)];
  }

  /**
   * Leaves the probabilities in {@code target}.
   *
   * @return for each region Σp, Σg, Σp·g; at the end the cross-entropies' sum and the number of
   *     voxels
   */
  private static double[] probabilities(
      int chunk, float[][] inside, FloatBuffer source, short[] labels, FloatBuffer target) {
    int channels = inside[0].length;
    int first = chunk * CHUNK;
    int n = Math.min(CHUNK, labels.length - first);
    float[] values = new float[n * channels];
    source.get(first * channels, values);
    double[] sums = new double[3 * channels + 2];
    double product = 1; // of 1 + e^−|z|, each at most 2
    for (int v = 0; v < n; v++) {
      short label = labels[first + v];
      if (label == LabelMap.IGNORED) {
        continue;
      }
      float[] member = of(inside, label);
      for (int r = 0; r < channels; r++) {
        float z = values[v * channels + r];
        double e = Exponential.of(-Math.abs(z));
        sums[3 * channels] += Math.max(z, 0) - z * member[r];
        product *= 1 + e;
        if (!(product < LARGE)) { // one logarithm for many values
          sums[3 * channels] += Math.log(product);
          product = 1;
        }
        float p = (float) (z >= 0 ? 1 / (1 + e) : e / (1 + e));
        values[v * channels + r] = p;
        sums[3 * r] += p;
        sums[3 * r + 1] += member[r];
        sums[3 * r + 2] += p * member[r];
      }
      sums[3 * channels + 1]++;
    }
    sums[3 * channels] += Math.log(product);
    target.put(first * channels, values);
    return sums;
  }

  /** Turns the probabilities in {@code target} into the gradient of the logits. */
  private static void gradient(
      int chunk,
      float[][] inside,
      short[] labels,
      FloatBuffer target,
      SoftDice dice,
      float perValue) {
    int channels = inside[0].length;
    int first = chunk * CHUNK;
    int n = Math.min(CHUNK, labels.length - first);
    float[] values = new float[n * channels];
    target.get(first * channels, values);
    for (int v = 0; v < n; v++) {
      int at = v * channels;
      short label = labels[first + v];
      if (label == LabelMap.IGNORED) {
        Arrays.fill(values, at, at + channels, 0);
        continue;
      }
      float[] member = of(inside, label);
      for (int r = 0; r < channels; r++) {
        float p = values[at + r];
        values[at + r] = (p - member[r]) * perValue + p * (1 - p) * dice.slope(r, member[r] > 0);
      }
    }
    target.put(first * channels, values);
  }
}
