package io.firenet.core.engine.kernel;

import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.Weight;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;

/** One implementation of every layer kind. Its kernels share working memory: for one thread. */
public interface Kernels extends AutoCloseable {

  /**
   * The kernel of a node.
   *
   * @param weights the node's, in its order
   * @param context what the node's neighbours ask of it
   * @param outputSize size of the node's output in the current step
   * @throws IllegalArgumentException if there is none for its layer
   */
  Kernel kernel(
      Node node, List<Weight> weights, KernelContext context, Supplier<GridSize> outputSize);

  /** {@code sum += part}, of tensors of one type and shape. */
  void add(Tensor sum, Tensor part);

  /** The bytes of working memory held beside the arena. */
  long workingBytes();

  /** Frees working memory. */
  @Override
  void close();
}
