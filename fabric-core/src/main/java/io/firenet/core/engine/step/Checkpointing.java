package io.firenet.core.engine.step;

/**
 * How much of a forward pass is computed again in the backward pass instead of being kept. The
 * result is the same to the bit where one thread computes, and up to the order of sums where
 * several do; less memory costs more time.
 */
public enum Checkpointing {
  /**
   * Whatever the backward pass reads is kept, but of large images for activations behind norms at
   * full resolution, which are quickly computed.
   */
  OFF,
  /** The outputs of convolutions are kept; norms, activations, sums and resizes are repeated. */
  CHEAP,
  /** What several layers read is kept, which is where blocks meet; all within is repeated. */
  FULL
}
