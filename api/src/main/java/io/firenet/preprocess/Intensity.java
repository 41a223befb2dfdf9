package io.firenet.preprocess;

import java.util.Arrays;

/** Intensity rules for one channel. */
final class Intensity {

  private Intensity() {}

  /** Whether the range holds a NaN or an infinity. */
  static boolean hasNonFinite(float[] data, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(data[i])) {
        return true;
      }
    }
    return false;
  }

  /** A copy of the range with its smallest finite value (0 if none) for each NaN and infinity. */
  static float[] finiteCopy(float[] data, int from, int to) {
    float min = Float.POSITIVE_INFINITY;
    for (int i = from; i < to; i++) {
      if (Float.isFinite(data[i])) {
        min = Math.min(min, data[i]);
      }
    }
    float substitute = Float.isFinite(min) ? min : 0;
    float[] copy = Arrays.copyOfRange(data, from, to);
    for (int i = 0; i < copy.length; i++) {
      if (!Float.isFinite(copy[i])) {
        copy[i] = substitute;
      }
    }
    return copy;
  }

  /**
   * What the resampling reads of a channel: the channel itself, or from 0 on a copy that is finite
   * and, if the rule says so, clipped.
   */
  static Values acquired(IntensityRule rule, float[] data, int from, int to) {
    if (rule instanceof IntensityRule.Ct ct) {
      return clipped(finiteCopy(data, from, to), ct.low(), ct.high());
    }
    if (rule instanceof IntensityRule.Percentile percent) {
      OrderStatistics statistics = new OrderStatistics(data, from, to);
      if (statistics.count() > 0) {
        double low = statistics.percentile(percent.low());
        double high = statistics.percentile(percent.high());
        if (low < high) {
          return clipped(finiteCopy(data, from, to), low, high);
        }
      }
    }
    return hasNonFinite(data, from, to)
        ? new Values(finiteCopy(data, from, to), 0)
        : new Values(data, from);
  }

  /** Values that begin somewhere in an array. */
  record Values(float[] data, int from) {}

  private static Values clipped(float[] copy, double low, double high) {
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) Math.max(low, Math.min(high, copy[i]));
    }
    return new Values(copy, 0);
  }

  /** What is left to do once a channel is on the network's grid. */
  static void finish(IntensityRule rule, float[] data, int from, int to) {
    if (rule instanceof IntensityRule.Ct ct) {
      for (int i = from; i < to; i++) {
        data[i] = (float) ((data[i] - ct.mean()) / ct.sd());
      }
    } else {
      standardise(data, from, to);
    }
  }

  /** Brings the range to mean 0 and (population) standard deviation 1; a constant to zeros. */
  static void standardise(float[] data, int from, int to) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    double sum = 0;
    for (int i = from; i < to; i++) {
      min = Math.min(min, data[i]);
      max = Math.max(max, data[i]);
      sum += data[i];
    }
    if (min == max) {
      Arrays.fill(data, from, to, 0);
      return;
    }
    double mean = sum / (to - from);
    double squares = 0;
    for (int i = from; i < to; i++) {
      double difference = data[i] - mean;
      squares += difference * difference;
    }
    double scale = 1 / Math.sqrt(squares / (to - from));
    for (int i = from; i < to; i++) {
      data[i] = (float) ((data[i] - mean) * scale);
    }
  }
}
