package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kernel whose time is taken.
 *
 * @param kind under which it is listed
 */
public record TimedKernel(Kernel kernel, String kind, StepTimes times) implements Kernel {

  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    long start = System.nanoTime();
    Tensor output = kernel.forward(inputs, training);
    times.addForward(kind, System.nanoTime() - start);
    return output;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Tensor> inputs, Tensor output, Tensor gradient) {
    long start = System.nanoTime();
    List<@Nullable Tensor> gradients = kernel.backward(inputs, output, gradient);
    times.addBackward(kind, System.nanoTime() - start);
    return gradients;
  }

  @Override
  public String toString() {
    return kind;
  }
}
