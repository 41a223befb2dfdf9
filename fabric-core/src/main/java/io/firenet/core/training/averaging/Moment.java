package io.firenet.core.training.averaging;

/**
 * A running mean of the optimiser's between the driver and its workers. What a worker gives back is
 * what the gradients of its steps have added: where the mean moves by less than the format tells
 * apart, as it does in short rounds, that is not lost.
 */
final class Moment {

  private Moment() {}

  /**
   * What steps have added.
   *
   * @param before the mean that they began with
   * @param after the mean that they came to, changed into the result
   * @param kept what is left of the first in the second
   */
  static float[] added(float[] before, float[] after, double kept) {
    for (int i = 0; i < after.length; i++) {
      after[i] -= (float) (kept * before[i]);
    }
    return after;
  }

  /** The mean after steps that have added something; {@code mean} is changed. */
  static void apply(float[] mean, float[] added, double kept) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (kept * mean[i] + added[i]);
    }
  }

  /** The same of squares, which stay positive whatever rounding does. */
  static void applySquares(float[] mean, float[] added, double kept) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (kept * mean[i] + Math.max(0, added[i]));
    }
  }
}
