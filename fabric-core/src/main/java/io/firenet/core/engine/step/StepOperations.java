package io.firenet.core.engine.step;

import io.firenet.network.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step consists of, node by node; see {@link io.firenet.core.engine.kernel.Kernel}.
 *
 * @param <T> tensors, or what stands for them
 */
public interface StepOperations<T> {

  /** The output of a node. */
  T forward(Node node, List<T> inputs, boolean training);

  /** The gradients of its inputs; takes {@code gradient} over. */
  List<@Nullable T> backward(Node node, List<T> inputs, T output, T gradient);

  /** {@code sum += part}, gradients of a node's output. */
  void add(Node node, T sum, T part);

  /** Gives memory back. */
  void release(T tensor);
}
