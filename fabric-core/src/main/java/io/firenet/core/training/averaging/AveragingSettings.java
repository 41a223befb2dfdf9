package io.firenet.core.training.averaging;

/**
 * How workers train one network together.
 *
 * @param localSteps steps of each worker between two averages; 0 to let the measured times decide,
 *     so that averaging takes about a tenth; 1 for one update by the mean of the gradients
 * @param outer what is made of the mean of the workers' weights
 * @param format in what changes of weights and the optimiser's moments travel
 */
public record AveragingSettings(int localSteps, OuterUpdate outer, ValueFormat format) {

  /**
   * @throws IllegalArgumentException if the number of steps is negative, or a momentum is asked for
   *     where gradients are averaged
   */
  public AveragingSettings {
    if (localSteps < 0) {
      throw new IllegalArgumentException(
          "the steps between two averages must be 1 or more, or 0 for what the times say, got "
              + localSteps);
    }
    if (localSteps == 1 && outer.momentum() > 0) {
      throw new IllegalArgumentException(
          "with one step between two averages the gradients are averaged, which have the"
              + " optimiser's own momentum; take more steps, or no outer momentum");
    }
  }

  /** Whether workers give gradients at shared weights, and not weights that they have changed. */
  boolean ofGradients() {
    return localSteps == 1;
  }
}
