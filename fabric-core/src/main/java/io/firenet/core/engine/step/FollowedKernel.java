package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with something to be done when it has gone backward.
 *
 * @param whenBackward uses the gradients of its weights
 * @param <T> its tensors
 */
public record FollowedKernel<T extends Tensor>(Kernel<T> kernel, Runnable whenBackward)
    implements Kernel<T> {

  @Override
  public T forward(List<T> inputs, boolean training) {
    return kernel.forward(inputs, training);
  }

  @Override
  public List<@Nullable T> backward(List<T> inputs, T output, T gradient) {
    List<@Nullable T> gradients = kernel.backward(inputs, output, gradient);
    whenBackward.run();
    return gradients;
  }
}
