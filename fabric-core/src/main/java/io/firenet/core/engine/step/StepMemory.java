package io.firenet.core.engine.step;

import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.memory.FreeSpans;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Foretells the memory of a training step's activations and gradients by playing the step through
 * without computing: what the graph's vertices and the kernels take and give back, in their order.
 * A test holds it against the arena.
 */
public final class StepMemory {

  private static final int ALIGN = 64; // bytes

  private final Network network;
  private final ActivationLifetimes lifetimes;
  private final int bytesPerValue;

  private final GridSize size;
  private final FreeSpans spans = new FreeSpans(Long.MAX_VALUE);
  private final Map<Node, Span> outputs = new HashMap<>();
  private final Map<Node, Span> gradients = new HashMap<>();
  private final Map<Node, Span> states = new HashMap<>(); // what kernels keep for going backward
  private final Map<Node, Integer> pendingReaders = new HashMap<>();
  private final Set<Node> present = new HashSet<>();
  private long highest;

  private record Span(long offset, long length) {}

  private StepMemory(
      Network network, Checkpointing checkpointing, int bytesPerValue, GridSize size) {
    this.network = network;
    this.lifetimes = new ActivationLifetimes(network, checkpointing);
    this.bytesPerValue = bytesPerValue;
    this.size = size;
  }

  /**
   * The bytes of activations and gradients that one step takes, without the weights.
   *
   * @param bytesPerValue of activations: 4 in float32, 2 in bfloat16
   * @param size of the image, in voxels
   */
  public static long bytes(
      Network network, Checkpointing checkpointing, int bytesPerValue, GridSize size) {
    StepMemory step = new StepMemory(network, checkpointing, bytesPerValue, size);
    step.play();
    return step.highest;
  }

  private void play() {
    List<Node> nodes = network.nodes();
    for (Node node : nodes) {
      forward(node);
    }
    for (Output output : network.outputs()) {
      addGradient(output.node(), lossGradient(output.node()));
    }
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (!isImage(nodes.get(i))) {
        backward(nodes.get(i));
      }
    }
  }

  /** A loss reads float32 and writes it, by way of copies where the output is something else. */
  private Span lossGradient(Node node) {
    if (bytesPerValue(node) == Float.BYTES) {
      return take(node);
    }
    Span values = take(values(node) * Float.BYTES);
    Span gradient = take(values(node) * Float.BYTES);
    release(values);
    Span rounded = take(node);
    release(gradient);
    return rounded;
  }

  private void forward(Node node) {
    compute(node);
    pendingReaders.put(node, lifetimes.readers(node));
    for (Node producer : node.inputs()) {
      int left = pendingReaders.merge(producer, -1, Integer::sum);
      if (left == 0 && !lifetimes.kept(producer)) {
        giveBack(producer);
      }
    }
  }

  private void compute(Node node) {
    if (lifetimes.overwritesFirstInput(node)) {
      Node first = node.inputs().get(0);
      outputs.put(node, outputs.get(first));
      present.remove(first);
    } else {
      outputs.put(node, take(node));
      useBriefly(weights(node) * bytesPerValue);
    }
    long state = stateBytes(node);
    if (state > 0) {
      releaseState(node); // of the pass that this one repeats
      states.put(node, take(state));
    }
    present.add(node);
  }

  private void restore(Node node) {
    if (present.contains(node)) {
      return;
    }
    node.inputs().forEach(this::restore);
    compute(node);
    for (Node producer : node.inputs()) {
      if (!lifetimes.neededBackward(producer)) {
        giveBack(producer);
      }
    }
  }

  private void backward(Node node) {
    if (ActivationLifetimes.readsInputs(node.layer())) {
      node.inputs().forEach(this::restore);
    }
    if (ActivationLifetimes.readsOutput(node.layer())) {
      restore(node);
    }
    List<Span> parts = inputGradients(node);
    giveBack(node);
    for (int i = 0; i < parts.size(); i++) {
      Node input = node.inputs().get(i);
      if (isImage(input)) {
        release(parts.get(i));
      } else {
        addGradient(input, parts.get(i));
      }
    }
  }

  /** As the kernels: some write over the gradient they are given, some take new memory. */
  private List<Span> inputGradients(Node node) {
    Span gradient = gradients.remove(node);
    Layer layer = node.layer();
    if (layer instanceof Layer.InstanceNorm
        || layer instanceof Layer.LeakyRelu
        || layer instanceof Layer.PRelu) {
      releaseState(node);
      return List.of(gradient);
    }
    if (layer instanceof Layer.Add) {
      return List.of(gradient, take(node));
    }
    boolean isConvolution = ActivationLifetimes.isConvolution(layer);
    if (isConvolution) {
      gradient = rounded(node, gradient);
      useBriefly(weights(node) * Float.BYTES); // the gradient of the weights
    }
    List<Span> parts = new ArrayList<>();
    for (Node input : node.inputs()) {
      if (!isConvolution || !isImage(input)) {
        boolean last = parts.size() == node.inputs().size() - 1;
        boolean reused = layer instanceof Layer.TrainableSum && last;
        parts.add(reused ? gradient : take(input));
      }
    }
    useBriefly(weights(node) * bytesPerValue);
    releaseState(node);
    if (!parts.contains(gradient)) {
      release(gradient);
    }
    return parts;
  }

  /** A gradient that comes from the loss in float32 is brought to the activations' precision. */
  private Span rounded(Node node, Span gradient) {
    if (bytesPerValue(node) == bytesPerValue) {
      return gradient;
    }
    Span rounded = take(values(node) * bytesPerValue);
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

  private void addGradient(Node node, Span part) {
    if (gradients.putIfAbsent(node, part) != null) {
      release(part);
    }
  }

  private void giveBack(Node node) {
    if (present.contains(node) && !isImage(node)) {
      release(outputs.get(node));
      present.remove(node);
    }
  }

  private Span take(Node node) {
    return take(values(node) * bytesPerValue(node));
  }

  private long values(Node node) {
    return node.shape().channels() * node.shape().at(size).voxels();
  }

  private int bytesPerValue(Node node) {
    return KernelContext.writesFloat(network, node) ? Float.BYTES : bytesPerValue;
  }

  private Span take(long bytes) {
    long length = (bytes + ALIGN - 1) / ALIGN * ALIGN;
    Span span = new Span(spans.take(length), length);
    highest = Math.max(highest, span.offset + length);
    return span;
  }

  private void release(Span span) {
    spans.release(span.offset, span.length);
  }

  private void useBriefly(long bytes) {
    if (bytes > 0) {
      release(take(bytes));
    }
  }

  private static long weights(Node node) {
    return ActivationLifetimes.isConvolution(node.layer()) ? node.weights().get(0).size() : 0;
  }

  private static boolean isImage(Node node) {
    return node.layer() instanceof Layer.Input;
  }
}
