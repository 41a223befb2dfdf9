package io.firenet.core.engine.step;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Operations on numbers that depend on everything that they depend on, and on its order. */
class Traces implements SplitOperations<Traces.Number> {

  /** A tensor of one number. */
  static final class Number {
    private long value;
    private volatile boolean released;

    Number(long value) {
      this.value = value;
    }

    /** The number, which must still be there. */
    private long read() {
      if (released) {
        throw new IllegalStateException("read after it was given back");
      }
      return value;
    }
  }

  private static final Network NETWORK = LanePlanTests.FABRIC;

  private final Map<String, Long> outputs = new ConcurrentHashMap<>();
  private final Map<String, Long> gradients = new ConcurrentHashMap<>();
  private final Map<String, Long> weights = new ConcurrentHashMap<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** One step of the tests' network with these operations. */
  void step(GridSize size, Function<StepLifecycle<Number>, NodePasses> make) {
    ActivationLifetimes lifetimes = new ActivationLifetimes(NETWORK, Checkpointing.OFF);
    StepLifecycle<Number> lifecycle = new StepLifecycle<>(NETWORK, lifetimes, this);
    NodePasses passes = make.apply(lifecycle);
    lifecycle.begin(NETWORK.input(), new Number(1), size);
    List<Node> nodes = NETWORK.nodes().stream().filter(node -> !node.isImage()).toList();
    nodes.forEach(node -> passes.forward(node, true));
    NETWORK.outputs().forEach(output -> lifecycle.addGradient(output.node(), new Number(3)));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      passes.backward(nodes.get(i));
    }
  }

  /** By node: its output, its gradient, and the gradient of its weights. */
  List<Map<String, Long>> found() {
    return List.of(outputs, gradients, weights).stream()
        .map(each -> each.entrySet().stream())
        .map(each -> each.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .toList();
  }

  /** Those that have computed something. */
  Set<Thread> threads() {
    return threads;
  }

  @Override
  public Number forward(Node node, List<Number> inputs, boolean training) {
    threads.add(Thread.currentThread());
    long value = node.name().hashCode();
    for (Number input : inputs) {
      value = 31 * value + input.value;
    }
    outputs.put(node.name(), value);
    Thread.yield(); // for the others to get between
    return new Number(value);
  }

  @Override
  public List<@Nullable Number> backward(
      Node node, List<Number> inputs, Number output, Number gradient) {
    if (isConvolution(node)) {
      writeWeights(node, inputs, gradient);
    }
    return handedOn(node, inputs, isConvolution(node) ? 0 : 41 * output.value, gradient);
  }

  private List<@Nullable Number> handedOn(
      Node node, List<Number> inputs, long ofOutput, Number gradient) {
    gradients.put(node.name(), gradient.read());
    List<@Nullable Number> parts = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      parts.add(new Number(37 * gradient.read() + ofOutput + i));
    }
    Thread.yield();
    return parts;
  }

  private void writeWeights(Node node, List<Number> inputs, Number gradient) {
    Long before = weights.put(node.name(), 43 * inputs.get(0).read() + gradient.read());
    if (before != null) {
      throw new IllegalStateException("two gradients for the weights of " + node);
    }
  }

  @Override
  public boolean splits(Node node, List<Number> inputs, Number gradient) {
    return isConvolution(node);
  }

  private static boolean isConvolution(Node node) {
    return node.layer() instanceof Layer.Conv;
  }

  @Override
  public List<@Nullable Number> inputGradients(Node node, List<Number> inputs, Number gradient) {
    return handedOn(node, inputs, 0, gradient);
  }

  @Override
  public void weightGradients(int lane, Node node, List<Number> inputs, Number gradient) {
    threads.add(Thread.currentThread());
    Thread.yield();
    writeWeights(node, inputs, gradient);
  }

  @Override
  public long bytes(Number tensor) {
    return 1;
  }

  @Override
  public void add(Node node, Number sum, Number part) {
    sum.value = 31 * sum.read() + part.read();
  }

  @Override
  public void release(Number tensor) {
    if (tensor.released) {
      throw new IllegalStateException("given back twice");
    }
    tensor.released = true;
  }
}
