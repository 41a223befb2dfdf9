package io.firenet.core.dl4j.kernel;

import io.firenet.core.dl4j.memory.Tensor;
import io.firenet.core.dl4j.memory.Weight;
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
   * @param use what the node's neighbours ask of it
   * @param outputSize size of the node's output in the current step
   * @throws IllegalArgumentException if there is none for its layer
   */
  Kernel kernel(Node node, List<Weight> weights, Use use, Supplier<GridSize> outputSize);

  /** {@code sum += part}, of tensors of one type and shape. */
  void add(Tensor sum, Tensor part);

  /** The bytes of working memory held beside the arena. */
  long workingBytes();

  /** Frees working memory. */
  @Override
  void close();

  /**
   * What the neighbours of a node ask of it.
   *
   * @param overwrites whether its output takes the place of its first input
   * @param floatOutput whether its output is float32 whatever its input is, for a loss to read
   */
  record Use(boolean overwrites, boolean floatOutput) {}
}
