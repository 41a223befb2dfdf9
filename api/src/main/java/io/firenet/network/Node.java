package io.firenet.network;

import io.firenet.network.WeightSpec.Init;
import io.firenet.volume.GridSize;
import io.firenet.volume.Saturating;
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
    if (layer instanceof Layer.DepthwiseConv conv) {
      int k = conv.kernel();
      int[] shape = {inputs.get(0).shape().channels(), 1, k, k, k};
      return List.of(new WeightSpec(name + ".weight", shape, Init.HE_NORMAL));
    }
    if (layer instanceof Layer.ConvTranspose conv) {
      int k = conv.stride();
      int in = inputs.get(0).shape().channels();
      int[] shape = {in, conv.outChannels(), k, k, k};
      return List.of(new WeightSpec(name + ".weight", shape, Init.HE_NORMAL, in));
    }
    if (layer instanceof Layer.PRelu) {
      int[] channels = {inputs.get(0).shape().channels()};
      return List.of(new WeightSpec(name + ".slope", channels, Init.QUARTERS));
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

  /**
   * Floating-point operations of one forward pass if it is a convolution of some kind, 2 per
   * multiply-add, those with padding included; 0 for other layers.
   */
  public long convolutionFlop(GridSize input) {
    if (layer instanceof Layer.Conv || layer instanceof Layer.DepthwiseConv) {
      return Saturating.times(2, weights.get(0).size(), shape.at(input).voxels());
    }
    if (layer instanceof Layer.ConvTranspose) {
      return Saturating.times(2, weights.get(0).size(), inputs.get(0).shape().at(input).voxels());
    }
    return 0;
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
