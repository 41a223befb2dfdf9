package io.firenet.network;

/**
 * The building blocks that networks and decoder heads share, added to one network. The paper names
 * no norm and no activation; instance norm and LeakyReLU are ours.
 *
 * @param net the network that grows
 * @param normEpsilon added to the variance by every norm
 * @param leakySlope slope of every LeakyReLU below zero
 */
public record Blocks(NetworkBuilder net, double normEpsilon, double leakySlope) {

  /**
   * Convolution and norm, {@code [C,n] → [out, ceil(n/stride)]}.
   *
   * @param name unique in the builder's current scope
   * @param kernel voxels a side, odd
   * @param stride step in voxels, at least 1
   * @param dilation voxels from one tap of the kernel to the next, at least 1
   * @param out output channels
   * @param x {@code [C,n]}
   * @return the norm's node
   */
  public Node convNorm(String name, int kernel, int stride, int dilation, int out, Node x) {
    return net.scope(
        name,
        () -> {
          Node conv = net.conv("conv", kernel, stride, dilation, out, x);
          return net.add("norm", new Layer.InstanceNorm(normEpsilon), conv);
        });
  }

  /**
   * Convolution, norm, LeakyReLU, {@code [C,n] → [out, ceil(n/stride)]}.
   *
   * @param name unique in the builder's current scope
   * @param kernel voxels a side, odd
   * @param stride step in voxels, at least 1
   * @param dilation voxels from one tap of the kernel to the next, at least 1
   * @param out output channels
   * @param x {@code [C,n]}
   * @return the activation's node
   */
  public Node convBlock(String name, int kernel, int stride, int dilation, int out, Node x) {
    return activate(name + ".act", convNorm(name, kernel, stride, dilation, out, x));
  }

  /**
   * Two 3³ convolutions around a skip, which is the identity where the shape stays and a 1³
   * convolution with norm where it changes, {@code [C,n] → [out, ceil(n/stride)]}.
   *
   * @param name unique in the builder's current scope
   * @param stride step in voxels, at least 1
   * @param out output channels
   * @param x {@code [C,n]}
   * @return the last activation's node
   */
  public Node residual(String name, int stride, int out, Node x) {
    return net.scope(
        name,
        () -> {
          Node first = convBlock("first", 3, stride, 1, out, x);
          Node second = convNorm("second", 3, 1, 1, out, first);
          boolean same = stride == 1 && x.shape().channels() == out;
          Node skip = same ? x : convNorm("skip", 1, stride, 1, out, x);
          return activate("act", net.add("sum", new Layer.Add(), second, skip));
        });
  }

  /**
   * LeakyReLU of this network's slope.
   *
   * @param name unique in the builder's current scope
   * @param x {@code [C,n]}
   * @return the activation's node
   */
  public Node activate(String name, Node x) {
    return net.add(name, new Layer.LeakyRelu(leakySlope), x);
  }
}
