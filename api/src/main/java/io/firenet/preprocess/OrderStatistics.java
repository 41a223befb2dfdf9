package io.firenet.preprocess;

/**
 * Percentiles of many float32 values, exact and without a copy of them: the bits of a value, mapped
 * so that they order as the values do, are looked at in two halves.
 */
final class OrderStatistics {

  private static final int HALF = 16;
  private static final int BUCKETS = 1 << HALF;

  private final float[] data;
  private final int from;
  private final int to;
  private final int[] coarse = new int[BUCKETS]; // by the upper half of the bits
  private int count;

  /** Of the finite values in a range. */
  OrderStatistics(float[] data, int from, int to) {
    this.data = data;
    this.from = from;
    this.to = to;
    for (int i = from; i < to; i++) {
      if (Float.isFinite(data[i])) {
        coarse[ordered(data[i]) >>> HALF]++;
        count++;
      }
    }
  }

  /** How many finite values there are. */
  int count() {
    return count;
  }

  /**
   * A percentile, linear between the two closest ranks; of at least one value.
   *
   * @param percent 0 to 100
   */
  double percentile(double percent) {
    double rank = percent / 100 * (count - 1);
    int below = (int) rank;
    double first = value(below);
    double part = rank - below;
    return part == 0 ? first : first + part * (value(below + 1) - first);
  }

  private float value(int rank) {
    int left = rank;
    int upper = 0;
    while (left >= coarse[upper]) {
      left -= coarse[upper++];
    }
    int[] fine = new int[BUCKETS];
    for (int i = from; i < to; i++) {
      int bits = ordered(data[i]);
      if (bits >>> HALF == upper && Float.isFinite(data[i])) {
        fine[bits & (BUCKETS - 1)]++;
      }
    }
    int lower = 0;
    while (left >= fine[lower]) {
      left -= fine[lower++];
    }
    return value(upper, lower);
  }

  /** As an unsigned number, larger for larger values. */
  private static int ordered(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
  }

  private static float value(int upper, int lower) {
    int ordered = upper << HALF | lower;
    return Float.intBitsToFloat(ordered < 0 ? ordered & Integer.MAX_VALUE : ~ordered);
  }
}
