package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.network.Node;

/**
 * The kernels of a step's nodes, and what becomes of the gradients of their weights.
 *
 * @param <T> the library's tensors
 */
public interface StepKernels<T extends Tensor> {

  /** Makes the kernel of a node with a library, or with one of its lanes. */
  Kernel<T> make(Kernels<T> library, Node node);

  /** Whether a node has weights and these have gradients. */
  boolean trains(Node node);

  /**
   * Uses the gradients of a node's weights, if it has any: they are there, and no kernel of this
   * step reads the weights any more.
   *
   * @param alone with the calling thread alone, since others are at work beside it
   */
  void useGradients(Node node, boolean alone);
}
