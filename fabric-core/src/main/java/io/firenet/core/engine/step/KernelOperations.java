package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.network.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a step as a kernel library computes them.
 *
 * @param kernels the library
 * @param byNode each node's kernel
 * @param <T> the library's tensors
 */
public record KernelOperations<T extends Tensor>(Kernels<T> kernels, Map<Node, Kernel<T>> byNode)
    implements StepOperations<T> {

  @Override
  public T forward(Node node, List<T> inputs, boolean training) {
    return byNode.get(node).forward(inputs, training);
  }

  @Override
  public List<@Nullable T> backward(Node node, List<T> inputs, T output, T gradient) {
    return byNode.get(node).backward(inputs, output, gradient);
  }

  @Override
  public void add(T sum, T part) {
    kernels.add(sum, part);
  }

  @Override
  public void release(T tensor) {
    kernels.memory().release(tensor);
  }
}
