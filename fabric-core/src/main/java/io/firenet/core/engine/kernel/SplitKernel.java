package io.firenet.core.engine.kernel;

import io.firenet.core.engine.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel that can go backward in two halves, of which the second may be that of another kernel of
 * the same node, on another thread and later. Together they do what {@link #backward} does, but for
 * giving the gradient of the output back.
 *
 * @param <T> the library's tensors
 */
public interface SplitKernel<T extends Tensor> extends Kernel<T> {

  /** The gradients of the inputs, as {@link #backward} returns them; reads the weights. */
  List<@Nullable T> inputGradients(List<T> inputs, T gradient);

  /** Writes the gradients of the weights, and does not read the weights. */
  void weightGradients(List<T> inputs, T gradient);
}
