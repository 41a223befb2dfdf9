package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel whose time is taken.
 *
 * @param kind under which it is listed
 * @param <T> its tensors
 */
public record TimedKernel<T extends Tensor>(Kernel<T> kernel, String kind, StepTimes times)
    implements Kernel<T> {

  @Override
  public T forward(List<T> inputs, boolean training) {
    long start = System.nanoTime();
    T output = kernel.forward(inputs, training);
    times.addForward(kind, System.nanoTime() - start);
    return output;
  }

  @Override
  public List<@Nullable T> backward(List<T> inputs, T output, T gradient) {
    long start = System.nanoTime();
    List<@Nullable T> gradients = kernel.backward(inputs, output, gradient);
    times.addBackward(kind, System.nanoTime() - start);
    return gradients;
  }

  @Override
  public String toString() {
    return kind;
  }
}
