package io.firenet.network;

/**
 * One kind of layer with its attributes, named as in ONNX where ONNX has them. A layer has no
 * weights of its own: {@link Node#weights} tells which it needs.
 */
public sealed interface Layer {

  /** The input of the network, {@code [N,channels,D,H,W]}, float32. */
  record Input(int channels) implements Layer {}

  /**
   * 3D convolution with cubic kernel, padding {@code dilation·(kernel−1)/2} on every side, so a
   * side of n voxels becomes {@code ceil(n/stride)}. Weight {@code [outChannels,inChannels,k,k,k]}.
   *
   * @param outChannels channels of the output
   * @param kernel side of the kernel, odd
   * @param stride step in voxels
   * @param dilation distance of the kernel's taps in voxels
   * @param bias whether a bias {@code [outChannels]} is added
   */
  record Conv(int outChannels, int kernel, int stride, int dilation, boolean bias)
      implements Layer {
    public Conv {
      if (outChannels < 1 || kernel < 1 || kernel % 2 == 0 || stride < 1 || dilation < 1) {
        throw new IllegalArgumentException(
            "a convolution needs outChannels, stride, dilation ≥ 1 and an odd kernel, got "
                + "outChannels=%d, kernel=%d, stride=%d, dilation=%d"
                    .formatted(outChannels, kernel, stride, dilation));
      }
    }
  }

  /**
   * {@code y = scale·(x − mean)/√(variance + epsilon) + bias}, mean and (biased) variance of each
   * sample and channel over its voxels. Weights {@code scale[C]} and {@code bias[C]}.
   */
  record InstanceNorm(double epsilon) implements Layer {}

  /** {@code y = x} where x &gt; 0, else {@code alpha·x}. */
  record LeakyRelu(double alpha) implements Layer {}

  /** The sum of two inputs of one shape. */
  record Add() implements Layer {}

  /** The inputs one after another along the channels. */
  record Concat() implements Layer {}

  /**
   * Trilinear interpolation to {@code ceil(n/divisor)} voxels a side, n being a side of the
   * network's input: half-pixel centres, edges clamped, no anti-aliasing (ONNX {@code Resize},
   * {@code linear}, {@code half_pixel}).
   */
  record Resize(int divisor) implements Layer {}

  /**
   * The mean over all voxels, one voxel for the whole image, whatever its size (ONNX {@code
   * GlobalAveragePool}).
   */
  record GlobalAveragePool() implements Layer {}

  /**
   * The fabric's trainable feature sum: {@code y = Σ σ(weight[i])·x[i]}, σ the logistic function,
   * one scalar weight per input.
   */
  record TrainableSum() implements Layer {}
}
