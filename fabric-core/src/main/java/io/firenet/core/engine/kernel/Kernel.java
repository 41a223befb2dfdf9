package io.firenet.core.engine.kernel;

import io.firenet.core.engine.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one node of a network computes. Output and gradients come from the step's memory; what is
 * returned belongs to the caller. Kernels of different {@link Lanes} run at the same time.
 *
 * @param <T> the library's tensors
 */
public interface Kernel<T extends Tensor> {

  /**
   * @param inputs in the node's order
   * @param training whether {@link #backward} will follow
   */
  T forward(List<T> inputs, boolean training);

  /**
   * Writes the gradients of the weights and returns those of the inputs.
   *
   * @param inputs as in the forward pass before
   * @param output as returned by it
   * @param gradient of the loss with respect to the output; taken over by this call
   * @return one gradient per input, no two of the same memory; null for an input that needs none
   */
  List<@Nullable T> backward(List<T> inputs, T output, T gradient);
}
