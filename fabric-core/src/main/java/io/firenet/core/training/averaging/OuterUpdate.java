package io.firenet.core.training.averaging;

/**
 * What is made of the mean of the workers' weights. With {@code d} the mean change of a weight in a
 * round: {@code b ← momentum·b + d; w += rate·(d + momentum·b)}, which is Nesterov's momentum as in
 * DiLoCo (Douillard et al. 2023), and plain averaging with rate 1 and no momentum.
 *
 * @param rate share of the change that is taken over
 * @param momentum share of earlier changes that goes on, 0 to below 1
 */
public record OuterUpdate(double rate, double momentum) {

  /** The mean of the weights itself. */
  public static final OuterUpdate AVERAGE = new OuterUpdate(1, 0);

  /** DiLoCo's. */
  public static final OuterUpdate NESTEROV = new OuterUpdate(0.7, 0.9);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public OuterUpdate {
    if (!(rate > 0 && rate <= 2)) {
      throw new IllegalArgumentException("the outer rate must be in (0, 2], got " + rate);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("the outer momentum must be in [0, 1), got " + momentum);
    }
  }

  /**
   * Applies a change.
   *
   * @param values of weights, changed
   * @param change the mean over the workers
   * @param moving {@code b}, changed; of no use without momentum
   */
  void apply(float[] values, float[] change, float[] moving) {
    for (int i = 0; i < values.length; i++) {
      double step = change[i];
      if (momentum > 0) {
        moving[i] = (float) (momentum * moving[i] + change[i]);
        step += momentum * moving[i];
      }
      values[i] = (float) (values[i] + rate * step);
    }
  }
}
