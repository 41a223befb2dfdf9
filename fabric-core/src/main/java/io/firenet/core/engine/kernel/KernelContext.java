package io.firenet.core.engine.kernel;

import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import org.jspecify.annotations.Nullable;

/**
 * What the neighbours of a node ask of its kernel.
 *
 * @param overwrites whether its output takes the place of its first input
 * @param floatOutput whether its output is float32 whatever its input is, for a loss to read
 * @param activation what takes the place of its output at once, or did so of its input, if it is a
 *     LeakyReLU behind a norm or a sum: a library that lets norms and sums compute it in the same
 *     pass has nothing left to do in it forward. Null for all others
 */
public record KernelContext(
    boolean overwrites, boolean floatOutput, Layer.@Nullable LeakyRelu activation) {

  /**
   * Whether a node's output is float32 whatever the activations are in: that of a convolution which
   * nothing but a loss reads.
   */
  public static boolean writesFloat(Network network, Node node) {
    return node.layer() instanceof Layer.Conv
        && network.outputs().stream().anyMatch(output -> output.node() == node)
        && network.nodes().stream().noneMatch(reader -> reader.inputs().contains(node));
  }
}
