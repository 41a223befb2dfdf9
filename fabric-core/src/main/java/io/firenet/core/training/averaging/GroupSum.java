package io.firenet.core.training.averaging;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What workers made of a weight group, summed with each worker's steps as its weight. One worker's
 * travels as it is, in the format that was asked for; sums are float32.
 */
final class GroupSum implements Serializable {

  private static final long serialVersionUID = 1;

  private final long steps;
  private final long updates;
  private final ValueFormat format;
  private final byte[][] single; // of one worker; empty in a sum
  private final float[][] sums; // empty for one worker
  private final double[] kept; // summed like the values

  private GroupSum(
      long steps,
      long updates,
      ValueFormat format,
      byte[][] single,
      float[][] sums,
      double[] kept) {
    this.steps = steps;
    this.updates = updates;
    this.format = format;
    this.single = single;
    this.sums = sums;
    this.kept = kept;
  }

  /**
   * One worker's.
   *
   * @param steps that trained the group
   * @param values the mean of its gradients; or how its weights changed, with what was added to
   *     both moments
   * @param kept what its steps left of the moments that they began with
   */
  static GroupSum of(long steps, ValueFormat format, List<float[]> values, double... kept) {
    byte[][] encoded = values.stream().map(format::encode).toArray(byte[][]::new);
    double[] weighted = Arrays.stream(kept).map(share -> steps * share).toArray();
    return new GroupSum(steps, steps, format, encoded, new float[0][], weighted);
  }

  GroupSum plus(GroupSum other) {
    float[][] here = weighted();
    float[][] there = other.weighted();
    for (int k = 0; k < here.length; k++) {
      float[] sum = here[k];
      float[] part = there[k];
      IntStream.range(0, sum.length).forEach(i -> sum[i] += part[i]);
    }
    double[] left = kept.clone();
    Arrays.setAll(left, i -> kept[i] + other.kept[i]);
    return new GroupSum(
        steps + other.steps, Math.max(updates, other.updates), format, new byte[0][], here, left);
  }

  private float[][] weighted() {
    if (single.length == 0) {
      return Arrays.stream(sums).map(float[]::clone).toArray(float[][]::new);
    }
    float[][] decoded = Arrays.stream(single).map(format::decode).toArray(float[][]::new);
    for (float[] values : decoded) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= steps;
      }
    }
    return decoded;
  }

  /** The means over all steps. */
  float[][] means() {
    if (single.length > 0) {
      return Arrays.stream(single).map(format::decode).toArray(float[][]::new);
    }
    float[][] means = weighted();
    for (float[] values : means) {
      for (int i = 0; i < values.length; i++) {
        values[i] /= steps;
      }
    }
    return means;
  }

  /** What is left of the moments, the mean over all steps. */
  double[] kept() {
    return Arrays.stream(kept).map(share -> share / steps).toArray();
  }

  /** The updates of the worker that made most of them. */
  long updates() {
    return updates;
  }

  long bytes() {
    return Arrays.stream(single).mapToLong(part -> part.length).sum();
  }
}
