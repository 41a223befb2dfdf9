package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.network.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a step as a kernel library computes them, with all of its threads or in one of
 * its lanes.
 *
 * @param <T> the library's tensors
 */
final class KernelOperations<T extends Tensor> implements StepOperations<T> {

  /** Makes the kernel of a node. */
  @FunctionalInterface
  interface Maker<T extends Tensor> {
    Kernel<T> make(Kernels<T> library, Node node);
  }

  private final List<Kernels<T>> libraries = new ArrayList<>(); // the whole one, then its lanes
  private final List<Map<Node, Kernel<T>>> made = new ArrayList<>(); // by each of them
  private final Maker<T> maker;
  private ToIntFunction<Node> lane = node -> -1;

  KernelOperations(Kernels<T> whole, List<? extends Kernels<T>> lanes, Maker<T> maker) {
    this.maker = maker;
    libraries.add(whole);
    libraries.addAll(lanes);
    libraries.forEach(library -> made.add(new HashMap<>()));
  }

  /**
   * Says where nodes are computed from now on.
   *
   * @param lane from 0 on; −1 for the whole library
   */
  void placeBy(ToIntFunction<Node> lane) {
    this.lane = lane;
  }

  private Kernels<T> library(Node node) {
    return libraries.get(1 + lane.applyAsInt(node));
  }

  private Kernel<T> kernel(Node node) {
    return made.get(1 + lane.applyAsInt(node))
        .computeIfAbsent(node, one -> maker.make(library(one), one));
  }

  @Override
  public T forward(Node node, List<T> inputs, boolean training) {
    return kernel(node).forward(inputs, training);
  }

  @Override
  public List<@Nullable T> backward(Node node, List<T> inputs, T output, T gradient) {
    return kernel(node).backward(inputs, output, gradient);
  }

  @Override
  public void add(Node node, T sum, T part) {
    library(node).add(sum, part);
  }

  @Override
  public void release(T tensor) {
    libraries.get(0).memory().release(tensor);
  }
}
