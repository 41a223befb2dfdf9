package io.firenet.core.engine.kernel;

import io.firenet.network.Layer.Conv;
import io.firenet.network.Layer.ConvTranspose;
import io.firenet.network.Layer.DepthwiseConv;
import io.firenet.volume.GridSize;

/**
 * What oneDNN needs to know of a convolution of any kind, but for its input.
 *
 * @param dilation distance of the kernel's taps in voxels
 * @param front voxels of padding in front; behind there is what remains of {@code
 *     dilation·(kernel−1)}
 * @param groups 1, or the number of channels if each is by itself
 */
public record ConvolutionShape(
    int outChannels, int kernel, int stride, int dilation, int front, int groups, boolean bias) {

  public static ConvolutionShape of(Conv layer) {
    int front = layer.dilation() * (layer.kernel() - 1) / 2;
    return new ConvolutionShape(
        layer.outChannels(),
        layer.kernel(),
        layer.stride(),
        layer.dilation(),
        front,
        1,
        layer.bias());
  }

  public static ConvolutionShape of(DepthwiseConv layer, int channels) {
    int front = (layer.kernel() - 1) / 2;
    return new ConvolutionShape(
        channels, layer.kernel(), layer.stride(), 1, front, channels, false);
  }

  /** The convolution whose input gradient a transposed convolution computes. */
  public static ConvolutionShape transposeOf(ConvTranspose layer, int inChannels) {
    return new ConvolutionShape(inChannels, layer.stride(), layer.stride(), 1, 0, 1, false);
  }

  /**
   * The same convolution of an input of a size: by the middle tap alone where all others read
   * nothing but padding, as those of a dilated kernel do in a small image.
   */
  public ConvolutionShape at(GridSize size) {
    int longest = size.longestSide();
    boolean hasMiddle = stride == 1 && 2 * front == dilation * (kernel - 1);
    return kernel > 1 && hasMiddle && groups == 1 && dilation >= longest
        ? new ConvolutionShape(outChannels, 1, 1, 1, 0, 1, bias)
        : this;
  }

  public long[] paddingInFront() {
    return cube(front);
  }

  public long[] paddingBehind() {
    return cube(dilation * (kernel - 1L) - front);
  }

  /** Sizes of the weights as oneDNN counts them: groups (if there are several), O, I, D, H, W. */
  public long[] weights(int inChannels) {
    long k = kernel;
    return groups == 1
        ? new long[] {outChannels, inChannels, k, k, k}
        : new long[] {groups, outChannels / groups, inChannels / groups, k, k, k};
  }

  /** The number of weights, without the bias. */
  public long weightCount(int inChannels) {
    return (long) kernel * kernel * kernel * inChannels / groups * outChannels;
  }

  public static long[] cube(long side) {
    return new long[] {side, side, side};
  }
}
