package io.firenet.model;

import io.firenet.dataset.Quantity;

/**
 * A quantity with the scale on which a head is trained: in standard deviations of the training
 * cases around their mean.
 *
 * @param quantity name and unit
 * @param mean of the training cases, in the quantity's unit
 * @param sd their standard deviation, in the quantity's unit
 */
public record QuantityScale(Quantity quantity, double mean, double sd) {

  /**
   * Checks what it is made of.
   *
   * @param quantity name and unit
   * @param mean of the training cases, in the quantity's unit
   * @param sd their standard deviation, in the quantity's unit
   * @throws IllegalArgumentException if the mean is not finite or the deviation not positive
   */
  public QuantityScale {
    if (!(Double.isFinite(mean) && sd > 0 && Double.isFinite(sd))) {
      throw new IllegalArgumentException(
          "quantity %s needs a finite mean and a positive standard deviation, got %s and %s"
              .formatted(quantity, mean, sd));
    }
  }

  /**
   * {@return a value in the quantity's unit, on the scale of training}
   *
   * @param value in the quantity's unit
   */
  public double standardise(double value) {
    return (value - mean) / sd;
  }

  /**
   * {@return what a head computes, in the quantity's unit}
   *
   * @param standardised a head's output, in standard deviations from the mean
   */
  public double restore(double standardised) {
    return mean + sd * standardised;
  }
}
