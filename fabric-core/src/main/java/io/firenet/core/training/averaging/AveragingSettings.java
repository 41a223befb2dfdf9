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

  /** Larger ones have not been tried. */
  private static final int MOST_UPDATES_PER_STEP = 4;

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

  /**
   * How many updates of a single process a worker's step stands for. The weights of workers that
   * train side by side are changed one after the other fewer times, so that each step must go
   * further: as far as a step of each of them, with their rate and with what they let fade of the
   * squares of gradients. In the mean of the workers the path of the weights and its noise are then
   * those of one process (linear scaling, as in Goyal et al. 2017). It is not the root of the
   * number, as for larger batches with Adam (Malladi et al. 2022): the mean squares of these are
   * smaller, where those of a worker are of single gradients.
   *
   * @param workers how many there are
   * @return 1 where gradients are averaged: the update is the driver's then
   */
  public int updatesPerStep(int workers) {
    return ofGradients() ? 1 : Math.min(workers, MOST_UPDATES_PER_STEP);
  }

  /** Whether workers give gradients at shared weights, and not weights that they have changed. */
  boolean ofGradients() {
    return localSteps == 1;
  }
}
