package io.firenet.core.training.averaging;

/** The weights that count, which the driver has. */
interface Master {

  /** What workers begin a round with. */
  SharedWeights shared();

  /**
   * Takes in what the workers came to.
   *
   * @param rate the learning rate, where gradients are what they came to
   */
  void apply(Contribution contribution, double rate);

  /** Brings the weights and the optimiser's state into the engine. */
  void finish();
}
