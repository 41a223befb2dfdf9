package io.firenet.core.engine.kernel;

import io.firenet.core.engine.memory.Tensor;
import java.util.List;

/**
 * What computes independent work of a step at the same time. Each computes with one thread, in the
 * memory of the library that they are of; one of them is for one thread at a time.
 *
 * @param nodes for nodes that do not read each other
 * @param weights for gradients of weights behind a pass that goes backward in the first of those
 * @param times what work takes in a lane, and what it takes without them
 * @param <T> the library's tensors
 */
public record Lanes<T extends Tensor>(
    List<? extends Kernels<T>> nodes, List<? extends Kernels<T>> weights, WorkTime times) {

  /**
   * The bytes of activations and gradients that may wait for gradients of weights. Waiting lets all
   * lanes work without a break, and lengthens the life of what waits.
   */
  public static final long MOST_WAITING = 80L << 20;

  public Lanes {
    nodes = List.copyOf(nodes);
    weights = List.copyOf(weights);
  }
}
