package io.firenet.network;

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

  /**
   * Keeps copies of what could change.
   *
   * @param name unique in the network, dotted by scope, for example {@code frm.n1.b2.align.conv}
   * @param part who owns its weights
   * @param layer what it computes
   * @param inputs the nodes it reads, in order
   * @param shape the shape of its output
   * @param weights its trainable tensors, in a fixed order
   */
  public Node {
    inputs = List.copyOf(inputs);
    weights = List.copyOf(weights);
  }

  /** {@return whether it is the image itself, which is given and not computed} */
  public boolean isImage() {
    return layer instanceof Layer.Input;
  }

  /**
   * Floating-point operations of one forward pass if it is a convolution of some kind, 2 per
   * multiply-add, those with padding included; 0 for other layers.
   *
   * @param input voxels of the network's input
   * @return a count, 0 for other layers
   */
  public long convolutionFlop(GridSize input) {
    if (layer instanceof Layer.ConvTranspose) {
      return Saturating.times(2, weights.get(0).size(), inputs.get(0).shape().at(input).voxels());
    }
    boolean convolves = layer instanceof Layer.Conv || layer instanceof Layer.DepthwiseConv;
    return convolves ? Saturating.times(2, weights.get(0).size(), shape.at(input).voxels()) : 0;
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
