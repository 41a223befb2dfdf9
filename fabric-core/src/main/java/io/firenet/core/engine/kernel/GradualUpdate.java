package io.firenet.core.engine.kernel;

import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.WeightGroup;

/**
 * One update of a group of weights in the midst of a step: of each weight as soon as its gradient
 * is there, while both are in cache. The gradients of large weights do not outlive it.
 */
public interface GradualUpdate extends AutoCloseable {

  /**
   * Updates a weight whose gradient is there and that no kernel reads in this step any more.
   * Several threads may do so at the same time.
   *
   * @param alone with the calling thread alone, since others are at work beside it
   */
  void update(Weight weight, boolean alone);

  /** Updates those weights that have not been yet. */
  void finish();

  /** Ends it, finished or not. */
  @Override
  void close();

  /** How such updates begin; between the forward and the backward pass. */
  @FunctionalInterface
  interface Beginning {

    /** Begins an update by an optimiser at a learning rate; that of a frozen group does nothing. */
    GradualUpdate begin(WeightGroup group, Optimiser optimiser, double rate);
  }
}
