package io.firenet.network;

import io.firenet.network.WeightSpec.Init;
import java.util.List;

/**
 * A layer in its place in a network.
 *
 * @param name unique in the network, dotted by scope, for example {@code frm.n1.b2.align.conv}
 * @param part who owns its weights
 * @param layer what it computes
 * @param inputs the nodes it reads, in order
 * @param shape the shape of its output
 * @param weights its trainable tensors, in a fixed order
 */
public record Node(
    String name,
    Part part,
    Layer layer,
    List<Node> inputs,
    TensorShape shape,
    List<WeightSpec> weights) {

  public Node {
    inputs = List.copyOf(inputs);
    weights = List.copyOf(weights);
  }

  static List<WeightSpec> weightsOf(String name, Layer layer, List<Node> inputs) {
    if (layer instanceof Layer.Conv conv) {
      int k = conv.kernel();
      WeightSpec kernel =
          new WeightSpec(
              name + ".weight",
              new int[] {conv.outChannels(), inputs.get(0).shape().channels(), k, k, k},
              Init.HE_NORMAL);
      return conv.bias()
          ? List.of(
              kernel, new WeightSpec(name + ".bias", new int[] {conv.outChannels()}, Init.ZEROS))
          : List.of(kernel);
    }
    if (layer instanceof Layer.InstanceNorm) {
      int[] channels = {inputs.get(0).shape().channels()};
      return List.of(
          new WeightSpec(name + ".scale", channels, Init.ONES),
          new WeightSpec(name + ".bias", channels, Init.ZEROS));
    }
    if (layer instanceof Layer.TrainableSum) {
      return List.of(new WeightSpec(name + ".weight", new int[] {inputs.size()}, Init.ZEROS));
    }
    return List.of();
  }

  /** Identity: a node is one place in one network. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return name + shape;
  }
}
