package io.firenet.core.engine.step;

import io.firenet.network.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a step of which some go backward in two halves; see {@link
 * io.firenet.core.engine.kernel.SplitKernel}.
 *
 * @param <T> tensors, or what stands for them
 */
interface SplitOperations<T> extends StepOperations<T> {

  /** Whether a node goes backward in two halves, given the gradient of its output. */
  boolean splits(Node node, List<T> inputs, T gradient);

  /** The gradients of its inputs. */
  List<@Nullable T> inputGradients(Node node, List<T> inputs, T gradient);

  /**
   * Those of its weights.
   *
   * @param lane that computes them, from 0 on; −1 for the pass itself
   */
  void weightGradients(int lane, Node node, List<T> inputs, T gradient);

  /** The memory that a tensor takes. */
  long bytes(T tensor);
}
