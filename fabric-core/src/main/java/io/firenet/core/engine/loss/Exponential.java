package io.firenet.core.engine.loss;

/**
 * {@code eˣ} for x ≤ 0 to ten digits, in a fraction of the time of {@link Math#exp}: {@code eˣ =
 * 2ⁿ·2^(j/64)·eʳ} with a table of 64 powers and the first terms of the series of the small rest r.
 */
final class Exponential {

  private static final int STEPS = 64;
  private static final int BITS = 6;
  private static final double STEP = Math.log(2) / STEPS;
  private static final double PER_STEP = 1 / STEP;
  private static final double SMALLEST = -700; // below it is as good as 0
  private static final double[] POWERS = new double[STEPS];

  static {
    for (int j = 0; j < STEPS; j++) {
      POWERS[j] = Math.pow(2, (double) j / STEPS);
    }
  }

  private Exponential() {}

  /** NaN for NaN. */
  static double of(double x) {
    if (!(x > SMALLEST)) {
      return Double.isNaN(x) ? x : 0;
    }
    int steps = (int) (x * PER_STEP - 0.5); // the nearest one
    double r = x - steps * STEP;
    double power = POWERS[steps & STEPS - 1];
    double scale = Double.longBitsToDouble((1023L + (steps >> BITS)) << 52);
    return scale * power * (1 + r * (1 + r * (1.0 / 2 + r * (1.0 / 6))));
  }
}
