package io.firenet.core.engine.step;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.volume.GridSize;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which activations of a network a training step keeps between its forward and its backward pass,
 * and which nodes write over their input.
 */
public final class ActivationLifetimes {

  private static final long LARGE = 1L << 18; // voxels

  private final Map<Node, Integer> readers = new HashMap<>();
  private final Set<Node> overwriting = new HashSet<>();
  private final Map<Node, Layer.LeakyRelu> activations = new HashMap<>();
  private final Set<Node> spared = new HashSet<>(); // kept, but not of large images
  private final Set<Node> needed = new HashSet<>();
  private final Set<Node> kept = new HashSet<>();

  public ActivationLifetimes(Network network, Checkpointing checkpointing) {
    network.nodes().forEach(node -> node.inputs().forEach(this::countReader));
    network.outputs().stream().map(Output::node).forEach(this::countReader);
    for (Node node : network.nodes()) {
      if (mayOverwriteFirstInput(node)) {
        overwriting.add(node);
        findActivation(node);
      }
      if (LayerTraits.of(node.layer()).readsOutput()) {
        needed.add(node);
      }
      if (LayerTraits.of(node.layer()).readsInputs()) {
        needed.addAll(node.inputs());
      }
    }
    for (Node node : network.nodes()) {
      if (needed.contains(node) && isCheckpoint(node, checkpointing)) {
        kept.add(node);
        if (checkpointing == Checkpointing.OFF && isSoonRepeated(node)) {
          spared.add(node);
        }
      }
    }
  }

  private void findActivation(Node node) {
    Layer producer = first(node).layer();
    boolean maySpare = producer instanceof Layer.InstanceNorm || producer instanceof Layer.Add;
    if (node.layer() instanceof Layer.LeakyRelu activation && maySpare) {
      activations.put(node, activation);
      activations.put(first(node), activation);
    }
  }

  private void countReader(Node node) {
    readers.merge(node, 1, Integer::sum);
  }

  /** How many inputs of other nodes, and outputs of the network, a node's output is. */
  public int readers(Node node) {
    return readers.get(node);
  }

  /** Whether a node's output takes the place of its first input. */
  public boolean overwritesFirstInput(Node node) {
    return overwriting.contains(node);
  }

  /**
   * The activation of a norm or a sum whose output it alone reads and writes over; for that node
   * and for its own, null for all others.
   */
  public Layer.@Nullable LeakyRelu activation(Node node) {
    return activations.get(node);
  }

  /** Whether the backward pass reads the values of a node's output. */
  public boolean neededBackward(Node node) {
    return needed.contains(node);
  }

  /** Whether an image is so large that its activations take more than everything else. */
  public static boolean isLarge(GridSize image) {
    return image.voxels() > LARGE;
  }

  /**
   * Whether a node's output stays in memory until its own backward pass.
   *
   * @param large whether the image {@link #isLarge is large}
   */
  public boolean kept(Node node, boolean large) {
    return kept.contains(node) && !(large && spared.contains(node));
  }

  private boolean isCheckpoint(Node node, Checkpointing checkpointing) {
    return switch (checkpointing) {
      case OFF -> true;
      case CHEAP ->
          isConvolution(node) || (overwriting.contains(node) && isConvolution(first(node)));
      case FULL -> readers.get(node) > 1;
    };
  }

  private boolean isSoonRepeated(Node node) {
    return node.layer() instanceof Layer.LeakyRelu
        && activations.containsKey(node)
        && first(node).layer() instanceof Layer.InstanceNorm
        && node.shape().divisor() == 1;
  }

  private static boolean isConvolution(Node node) {
    return LayerTraits.of(node.layer()).convolution();
  }

  private static Node first(Node node) {
    return node.inputs().get(0);
  }

  /**
   * Activations and sums write over their first input where it is read by nobody else, and where
   * its producer needs no output to go backward (an activation does).
   */
  private boolean mayOverwriteFirstInput(Node node) {
    if (!LayerTraits.of(node.layer()).mayOverwrite()) {
      return false;
    }
    Layer producer = first(node).layer();
    boolean stays = producer instanceof Layer.Input || LayerTraits.of(producer).readsOutput();
    return !stays && readers.get(first(node)) == 1;
  }
}
