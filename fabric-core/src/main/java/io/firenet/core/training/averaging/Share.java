package io.firenet.core.training.averaging;

import java.io.Serializable;

/**
 * One worker's part of a round.
 *
 * @param worker its number, from 0
 * @param epoch from 1
 * @param steps the numbers of the steps of the epoch's plan that are this worker's, in order
 * @param from how many of them are done
 * @param rates the learning rate of each step of the round
 * @param gradients whether the steps leave the weights and gradients are wanted
 * @param format in what the result travels
 */
public record Share(
    int worker,
    int epoch,
    int[] steps,
    int from,
    double[] rates,
    boolean gradients,
    ValueFormat format)
    implements Serializable {

  /** The number of steps of this round. */
  int count() {
    return rates.length;
  }
}
