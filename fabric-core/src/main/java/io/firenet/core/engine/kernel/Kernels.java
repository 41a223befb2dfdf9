package io.firenet.core.engine.kernel;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.Memory;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.dataset.Target;
import io.firenet.network.Node;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A kernel library at work on one device: its memory, its weights, one implementation of every
 * layer kind, and whatever else reads or writes them. Its kernels share working memory: for one
 * thread.
 *
 * @param <T> its tensors
 */
public interface Kernels<T extends Tensor> extends AutoCloseable {

  /** The memory of its steps. */
  Memory<T> memory();

  /** Weights in its memory, all zero. */
  WeightGroup weights(List<WeightSpec> specs);

  /**
   * The kernel of a node.
   *
   * @param weights finds the group that a weight of some name is in; all are of {@link #weights}
   * @param context what the node's neighbours ask of it
   * @param outputSize size of the node's output in the current step
   */
  Kernel<T> kernel(
      Node node,
      Function<String, WeightGroup> weights,
      KernelContext context,
      Supplier<GridSize> outputSize);

  /** For nodes that do not read each other; empty where one after the other is as fast. */
  default Optional<Lanes<T>> lanes() {
    return Optional.empty();
  }

  /** {@code sum += part}, of tensors of one type and shape. */
  void add(T sum, T part);

  /**
   * An image in its memory.
   *
   * @param image {@code [1,C,D,H,W]}, float32
   */
  T image(ElementType type, int channels, GridSize size, float[] image);

  /** A copy of a tensor's values, {@code [C,D,H,W]}, float32. */
  float[] read(T tensor);

  /**
   * What the outputs of a step are held against.
   *
   * @param target labels of the image's size or regions of them, a class, or standardised values
   * @param size of the image
   */
  Criterion<T> criterion(Target target, GridSize size);

  /**
   * One update of a group's weights by their gradients, and of their running mean if the optimiser
   * keeps one; leaves a frozen group.
   */
  void update(WeightGroup group, Optimiser optimiser, double rate);

  /**
   * How such updates begin that are done weight by weight; empty where that gains nothing, or where
   * the loss is known too late: an update begins only if it is finite.
   */
  default Optional<GradualUpdate.Beginning> gradualUpdates() {
    return Optional.empty();
  }

  /** The bytes of working memory held beside the step's memory. */
  long workingBytes();

  /** Frees the step's and the working memory; weights are closed by themselves. */
  @Override
  void close();

  /**
   * The loss of a step's outputs.
   *
   * @param <T> the library's tensors
   */
  interface Criterion<T extends Tensor> {

    /** The loss of an output, {@code [1,K,…]}, with its gradient in the output's type. */
    Loss<T> of(T output);
  }

  /**
   * A loss and its gradient.
   *
   * @param value asked for once the step's kernels are on their way: a device is waited for then
   * @param gradient with respect to the output
   * @param <T> the library's tensors
   */
  record Loss<T extends Tensor>(DoubleSupplier value, T gradient) {}
}
