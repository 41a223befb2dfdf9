package io.firenet.core.engine.kernel;

/**
 * Adam (Kingma and Ba 2015): {@code m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ), w −= rate·m̂/(√v̂ + ε)}.
 *
 * @param beta1 decay of the mean of the gradients
 * @param beta2 decay of the mean of their squares
 * @param epsilon added to the denominator
 */
public record Adam(double beta1, double beta2, double epsilon) {

  public static final Adam DEFAULT = new Adam(0.9, 0.999, 1e-8);

  /**
   * The same, but for squares that fade in one update as these do in several.
   *
   * @param updates 1 or more
   */
  public Adam fadingBy(int updates) {
    return new Adam(beta1, Math.pow(beta2, updates), epsilon);
  }

  /**
   * The same update with the corrections taken out of the square root: {@code w −= step·m/(√v +
   * guard)}.
   *
   * @param update number of this update, from 1
   */
  public Step step(long update, double rate) {
    double correction2 = Math.sqrt(1 - Math.pow(beta2, update));
    return new Step(
        (float) (rate * correction2 / (1 - Math.pow(beta1, update))),
        (float) (epsilon * correction2));
  }

  /** The factors of one update. */
  public record Step(float step, float guard) {}
}
