package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.FreeSpans;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Foretells the memory of a training step's activations and gradients: a {@link StepLifecycle}
 * whose operations take and give back what the kernels do, and compute nothing. For libraries of
 * the process's own memory that compute one node after the other it is exact, which a test holds
 * against their arena. Nodes side by side take somewhat more, which the arena finds room for; for
 * other libraries it is an estimate.
 */
public final class StepMemory implements StepOperations<StepMemory.Span> {

  private static final int ALIGN = 64; // bytes

  private final Network network;
  private final ActivationLifetimes lifetimes;
  private final ElementType type;
  private final GridSize size;
  private final FreeSpans spans = new FreeSpans(Long.MAX_VALUE);
  private final Map<Node, Span> states = new HashMap<>(); // what kernels keep for going backward
  private long highest;

  /** Bytes in place of a tensor. */
  record Span(long offset, long length) {}

  private StepMemory(
      Network network, Checkpointing checkpointing, ElementType type, GridSize size) {
    this.network = network;
    this.lifetimes = new ActivationLifetimes(network, checkpointing);
    this.type = type;
    this.size = size;
  }

  /**
   * The bytes of activations and gradients that one step takes, without the weights.
   *
   * @param type of activations
   * @param size of the image, in voxels
   */
  public static long bytes(
      Network network, Checkpointing checkpointing, ElementType type, GridSize size) {
    StepMemory step = new StepMemory(network, checkpointing, type, size);
    step.play();
    return step.highest;
  }

  private void play() {
    StepLifecycle<Span> life = new StepLifecycle<>(network, lifetimes, this);
    life.begin(network.input(), take(network.input()), size);
    List<Node> nodes = network.nodes().stream().filter(node -> !node.isImage()).toList();
    nodes.forEach(node -> life.forward(node, true));
    for (Output output : network.outputs()) {
      life.addGradient(output.node(), lossGradient(output.node()));
    }
    for (int i = nodes.size() - 1; i >= 0; i--) {
      life.backward(nodes.get(i));
    }
  }

  /** A loss reads float32 and writes it, by way of copies where the output is something else. */
  private Span lossGradient(Node node) {
    if (type(node) == ElementType.FLOAT32) {
      return take(node);
    }
    Span values = take(values(node) * Float.BYTES);
    Span gradient = take(values(node) * Float.BYTES);
    release(values);
    Span rounded = take(node);
    release(gradient);
    return rounded;
  }

  @Override
  public Span forward(Node node, List<Span> inputs, boolean training) {
    Span output = lifetimes.overwritesFirstInput(node) ? inputs.get(0) : take(node);
    if (output != inputs.get(0)) {
      useBriefly(weights(node) * type.bytes());
    }
    long state = stateBytes(node);
    if (state > 0) {
      releaseState(node); // of the pass that this one repeats
      states.put(node, take(state));
    }
    return output;
  }

  /** As the kernels: some write over the gradient they are given, some take new memory. */
  @Override
  public List<@Nullable Span> backward(
      Node node, List<Span> inputs, Span output, Span outputGradient) {
    Layer layer = node.layer();
    if (LayerTraits.of(layer).gradientInPlace()) {
      releaseState(node);
      return List.of(outputGradient);
    }
    if (layer instanceof Layer.Add) {
      return List.of(outputGradient, take(node));
    }
    boolean isConvolution = LayerTraits.of(layer).convolution();
    Span gradient = isConvolution ? rounded(node, outputGradient) : outputGradient;
    if (isConvolution) {
      useBriefly(weights(node) * Float.BYTES); // the gradient of the weights
    }
    Span[] parts = new Span[inputs.size()];
    for (int i = 0; i < parts.length; i++) {
      Node input = node.inputs().get(i);
      if (!isConvolution || !input.isImage()) {
        boolean reused = layer instanceof Layer.TrainableSum && i == parts.length - 1;
        parts[i] = reused ? gradient : take(input);
      }
    }
    useBriefly(weights(node) * type.bytes());
    releaseState(node);
    if (!Arrays.asList(parts).contains(gradient)) {
      release(gradient);
    }
    return Arrays.asList(parts);
  }

  /** A gradient that comes from the loss in float32 is brought to the activations' precision. */
  private Span rounded(Node node, Span gradient) {
    if (type(node) == type) {
      return gradient;
    }
    Span rounded = take(values(node) * type.bytes());
    release(gradient);
    return rounded;
  }

  /** Statistics of norms, positions of maxima. */
  private long stateBytes(Node node) {
    if (node.layer() instanceof Layer.InstanceNorm) {
      return 2L * node.shape().channels() * Float.BYTES;
    }
    return node.layer() instanceof Layer.MaxPool ? values(node) : 0;
  }

  private void releaseState(Node node) {
    Span span = states.remove(node);
    if (span != null) {
      release(span);
    }
  }

  @Override
  public void add(Node node, Span sum, Span part) {
    // takes nothing
  }

  private Span take(Node node) {
    return take(values(node) * type(node).bytes());
  }

  private long values(Node node) {
    return node.shape().channels() * node.shape().at(size).voxels();
  }

  private ElementType type(Node node) {
    return KernelContext.writesFloat(network, node) ? ElementType.FLOAT32 : type;
  }

  private Span take(long bytes) {
    long length = (bytes + ALIGN - 1) / ALIGN * ALIGN;
    Span span = new Span(spans.take(length), length);
    highest = Math.max(highest, span.offset + length);
    return span;
  }

  @Override
  public void release(Span span) {
    spans.release(span.offset, span.length);
  }

  private void useBriefly(long bytes) {
    if (bytes > 0) {
      release(take(bytes));
    }
  }

  private static long weights(Node node) {
    return LayerTraits.of(node.layer()).convolution() ? node.weights().get(0).size() : 0;
  }
}
