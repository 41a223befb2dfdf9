package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.kernel.Lanes;
import io.firenet.core.engine.kernel.SplitKernel;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.network.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a step as a kernel library computes them, with all of its threads or in one of
 * its lanes.
 *
 * @param <T> the library's tensors
 */
final class KernelOperations<T extends Tensor> implements SplitOperations<T> {

  private final StepKernels<T> source;
  private final StepTimes times;
  private final Place<T> whole;
  private final List<Place<T>> ofNodes = new ArrayList<>();
  private final List<Place<T>> ofWeights = new ArrayList<>();
  private ToIntFunction<Node> forwardLane = node -> -1;
  private ToIntFunction<Node> backwardLane = node -> -1;

  /** A library or one of its lanes, and the kernels that it has made. */
  private record Place<T extends Tensor>(Kernels<T> library, Map<Node, Kernel<T>> kernels) {

    Place(Kernels<T> library) {
      this(library, new HashMap<>());
    }
  }

  KernelOperations(
      Kernels<T> library, Optional<Lanes<T>> lanes, StepKernels<T> source, StepTimes times) {
    this.source = source;
    this.times = times;
    whole = new Place<>(library);
    lanes.ifPresent(
        each -> {
          each.nodes().forEach(one -> ofNodes.add(new Place<>(one)));
          each.weights().forEach(one -> ofWeights.add(new Place<>(one)));
        });
  }

  /**
   * Says where nodes are computed from now on: in a lane from 0 on, or by −1 in the whole library.
   */
  void placeBy(ToIntFunction<Node> forwardLane, ToIntFunction<Node> backwardLane) {
    this.forwardLane = forwardLane;
    this.backwardLane = backwardLane;
  }

  private Place<T> place(int lane) {
    return lane < 0 ? whole : ofNodes.get(lane);
  }

  private Place<T> backwardPlace(Node node) {
    return place(backwardLane.applyAsInt(node));
  }

  private Kernel<T> kernel(Place<T> place, Node node) {
    return place.kernels.computeIfAbsent(node, one -> source.make(place.library, one));
  }

  @Override
  public T forward(Node node, List<T> inputs, boolean training) {
    long start = System.nanoTime();
    T output = kernel(place(forwardLane.applyAsInt(node)), node).forward(inputs, training);
    times.addForward(StepTimes.kind(node.layer()), System.nanoTime() - start);
    return output;
  }

  @Override
  public List<@Nullable T> backward(Node node, List<T> inputs, T output, T gradient) {
    Place<T> place = backwardPlace(node);
    long start = System.nanoTime();
    List<@Nullable T> gradients = kernel(place, node).backward(inputs, output, gradient);
    addBackward(node, start);
    source.useGradients(node, place != whole);
    return gradients;
  }

  @Override
  public boolean splits(Node node, List<T> inputs, T gradient) {
    return kernel(backwardPlace(node), node) instanceof SplitKernel
        && gradient.type() == inputs.get(0).type();
  }

  @Override
  public List<@Nullable T> inputGradients(Node node, List<T> inputs, T gradient) {
    long start = System.nanoTime();
    List<@Nullable T> gradients = split(backwardPlace(node), node).inputGradients(inputs, gradient);
    addBackward(node, start);
    return gradients;
  }

  @Override
  public void weightGradients(int lane, Node node, List<T> inputs, T gradient) {
    Place<T> place = lane < 0 ? backwardPlace(node) : ofWeights.get(lane);
    long start = System.nanoTime();
    split(place, node).weightGradients(inputs, gradient);
    addBackward(node, start);
    source.useGradients(node, true);
  }

  private SplitKernel<T> split(Place<T> place, Node node) {
    return (SplitKernel<T>) kernel(place, node);
  }

  private void addBackward(Node node, long start) {
    times.addBackward(StepTimes.kind(node.layer()), System.nanoTime() - start);
  }

  @Override
  public void add(Node node, T sum, T part) {
    backwardPlace(node).library.add(sum, part);
  }

  @Override
  public void release(T tensor) {
    whole.library.memory().release(tensor);
  }

  @Override
  public long bytes(T tensor) {
    return tensor.length() * tensor.type().bytes();
  }
}
