package io.firenet.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Builds a {@link Network} node by node and infers each shape on the way, so that a mistake is
 * reported where it is written. Not for use by several threads.
 */
public final class NetworkBuilder {

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private String scope = "";
  private Part part = Part.TRUNK;

  /**
   * Runs {@code body} with {@code name.} in front of every node's name, and returns its result.
   *
   * @param name put before the names, followed by a dot
   * @param body adds nodes to this builder
   * @param <T> what the caller builds, such as a {@link Node}
   * @return what {@code body} returns
   */
  public <T> T scope(String name, Supplier<T> body) {
    String outer = scope;
    scope = outer + name + ".";
    try {
      return body.get();
    } finally {
      scope = outer;
    }
  }

  /**
   * {@return what {@code body} returns, as {@link #scope}, for the nodes that one owner of weights
   * has}
   *
   * @param owner who trains and keeps the weights of these nodes
   * @param name put before the nodes' names, followed by a dot
   * @param body adds nodes to this builder
   * @param <T> what the caller builds, such as a {@link Node}
   */
  public <T> T part(Part owner, String name, Supplier<T> body) {
    Part outer = part;
    part = owner;
    try {
      return scope(name, body);
    } finally {
      part = outer;
    }
  }

  /**
   * {@return the network's input}
   *
   * @param channels C, at least 1
   */
  public Node input(int channels) {
    return add("input", new Layer.Input(channels));
  }

  /**
   * Convolution without bias, {@code [C,n] → [outChannels, ceil(n/stride)]}.
   *
   * @param name unique in the current scope
   * @param kernel voxels a side, odd
   * @param stride step in voxels, at least 1
   * @param dilation voxels from one tap of the kernel to the next, at least 1
   * @param outChannels number of kernels
   * @param x {@code [C,n]}
   * @return the new node
   */
  public Node conv(String name, int kernel, int stride, int dilation, int outChannels, Node x) {
    return add(name, new Layer.Conv(outChannels, kernel, stride, dilation, false), x);
  }

  /**
   * 1³ convolution with bias, {@code [C,n] → [outChannels,n]}.
   *
   * @param name unique in the current scope
   * @param outChannels number of kernels
   * @param x {@code [C,n]}
   * @return the new node
   */
  public Node pointwise(String name, int outChannels, Node x) {
    return add(name, new Layer.Conv(outChannels, 1, 1, 1, true), x);
  }

  /**
   * Depthwise convolution of stride 1, {@code [C,n] → [C,n]}.
   *
   * @param name unique in the current scope
   * @param kernel voxels a side, odd
   * @param x {@code [C,n]}
   * @return the new node
   */
  public Node depthwise(String name, int kernel, Node x) {
    return add(name, new Layer.DepthwiseConv(kernel, 1), x);
  }

  /**
   * {@return the largest values of cubes of 2³ voxels, {@code [C,n] → [C, ceil(n/2)]}}
   *
   * @param name unique in the current scope
   * @param x {@code [C,n]}
   */
  public Node maxPool(String name, Node x) {
    return add(name, new Layer.MaxPool(2), x);
  }

  /**
   * Transposed convolution of kernel and stride 2, {@code [C, ceil(n/2)] → [outChannels, n]}.
   *
   * @param name unique in the current scope
   * @param outChannels number of kernels
   * @param x {@code [C, ceil(n/2)]}
   * @return the new node
   */
  public Node convTranspose(String name, int outChannels, Node x) {
    return add(name, new Layer.ConvTranspose(outChannels, 2), x);
  }

  /**
   * Trilinear resize to the spatial size of {@code divisor}; the input itself where it fits.
   *
   * @param name unique in the current scope; not taken where the input fits
   * @param divisor how many voxels of the network's input become one; 1 gives its own size
   * @param x {@code [C,m]}
   * @return the new node, or {@code x}
   */
  public Node resize(String name, int divisor, Node x) {
    return x.shape().divisor() == divisor ? x : add(name, new Layer.Resize(divisor), x);
  }

  /**
   * Adds a layer under {@code name} in the current scope.
   *
   * @param name unique in the current scope
   * @param layer what the node computes
   * @param inputs nodes of this builder, in the layer's order
   * @return the new node
   * @throws NetworkException if the name is taken or the inputs do not fit
   */
  public Node add(String name, Layer layer, Node... inputs) {
    String full = scope + name;
    List<Node> in = List.of(inputs);
    if (nodes.containsKey(full)) {
      throw new NetworkException(full, "the name is taken already; each node needs its own");
    }
    for (Node input : in) {
      if (nodes.get(input.name()) != input) {
        throw new NetworkException(full, "its input " + input + " is of another network");
      }
    }
    TensorShape shape = ShapeInference.infer(full, layer, in);
    Node node = new Node(full, part, layer, in, shape, LayerWeights.of(full, layer, in));
    nodes.put(full, node);
    return node;
  }

  /**
   * {@return the network that computes the given outputs}
   *
   * @param outputs at least one; the final output first
   * @throws NetworkException if a node leads to no output
   */
  public Network build(List<Output> outputs) {
    return new Network(new ArrayList<>(nodes.values()), outputs);
  }
}
