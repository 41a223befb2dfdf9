package io.firenet.model;

import io.firenet.dataset.Naming;

/**
 * How well a model does on cases that it has not trained on.
 *
 * @param output what the score is of: a label or quantity, or {@link #MEAN} of them
 * @param metric what it is, for example {@code Dice}
 * @param value higher is better, 1 is perfect
 * @param cases number of cases on which it was measured
 */
public record ValidationScore(String output, String metric, double value, int cases) {

  /** The output's name where the score is the mean over all. */
  public static final String MEAN = "mean";

  /**
   * Checks what it is made of.
   *
   * @param output what the score is of: a label or quantity, or {@link #MEAN} of them
   * @param metric what it is, for example {@code Dice}
   * @param value higher is better, 1 is perfect
   * @param cases number of cases on which it was measured
   * @throws IllegalArgumentException if a name is no text of one line, the value is not finite or
   *     the number of cases is negative
   */
  public ValidationScore {
    Naming.text("a score's output", output);
    Naming.text("a score's metric", metric);
    if (!Double.isFinite(value) || cases < 0) {
      throw new IllegalArgumentException(
          "a score has a value and a number of cases, got %s and %s".formatted(value, cases));
    }
  }
}
