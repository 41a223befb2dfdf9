package io.firenet.network;

/**
 * One kind of layer with its attributes, named as in ONNX where ONNX has them. A layer has no
 * weights of its own: {@link Node#weights} tells which it needs.
 */
public sealed interface Layer {

  /**
   * {@return what the visitor says of this kind of layer}
   *
   * @param visitor has a method for each kind of layer
   * @param <R> what the visitor returns
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * One answer for each kind of layer: who lacks one for a new kind does not compile.
   *
   * @param <R> what it answers
   */
  interface Visitor<R> {
    /**
     * For a {@link Input}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R input(Input layer);

    /**
     * For a {@link Conv}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R conv(Conv layer);

    /**
     * For a {@link DepthwiseConv}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R depthwiseConv(DepthwiseConv layer);

    /**
     * For a {@link ConvTranspose}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R convTranspose(ConvTranspose layer);

    /**
     * For a {@link MaxPool}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R maxPool(MaxPool layer);

    /**
     * For a {@link InstanceNorm}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R instanceNorm(InstanceNorm layer);

    /**
     * For a {@link LeakyRelu}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R leakyRelu(LeakyRelu layer);

    /**
     * For a {@link PRelu}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R pRelu(PRelu layer);

    /**
     * For a {@link Add}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R add(Add layer);

    /**
     * For a {@link Concat}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R concat(Concat layer);

    /**
     * For a {@link Resize}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R resize(Resize layer);

    /**
     * For a {@link GlobalAveragePool}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R globalAveragePool(GlobalAveragePool layer);

    /**
     * For a {@link TrainableSum}.
     *
     * @param layer it
     * @return what the visitor makes of it
     */
    R trainableSum(TrainableSum layer);
  }

  /**
   * The input of the network, {@code [N,channels,D,H,W]}, float32.
   *
   * @param channels C, at least 1
   */
  record Input(int channels) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.input(this);
    }
  }

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
    /**
     * Checks the numbers.
     *
     * @param outChannels channels of the output
     * @param kernel side of the kernel, odd
     * @param stride step in voxels
     * @param dilation distance of the kernel's taps in voxels
     * @param bias whether a bias {@code [outChannels]} is added
     * @throws IllegalArgumentException if a number is below 1 or the kernel is even
     */
    public Conv {
      if (outChannels < 1 || kernel < 1 || kernel % 2 == 0 || stride < 1 || dilation < 1) {
        throw new IllegalArgumentException(
            "a convolution needs outChannels, stride, dilation ≥ 1 and an odd kernel, got "
                + "outChannels=%s, kernel=%s, stride=%s, dilation=%s"
                    .formatted(outChannels, kernel, stride, dilation));
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.conv(this);
    }
  }

  /**
   * Depthwise 3D convolution: each channel by itself with a cubic kernel, zero padding {@code
   * (kernel−1)/2} on every side, without bias, so a side of n voxels becomes {@code ceil(n/stride)}
   * (ONNX {@code Conv} with as many groups as channels). Weight {@code [channels,1,k,k,k]}.
   *
   * @param kernel side of the kernel, odd
   * @param stride step in voxels
   */
  record DepthwiseConv(int kernel, int stride) implements Layer {
    /**
     * Checks the numbers.
     *
     * @param kernel side of the kernel, odd
     * @param stride step in voxels
     * @throws IllegalArgumentException if a number is below 1 or the kernel is even
     */
    public DepthwiseConv {
      if (kernel < 1 || kernel % 2 == 0 || stride < 1) {
        throw new IllegalArgumentException(
            "a depthwise convolution needs stride ≥ 1 and an odd kernel, got kernel=%s, stride=%s"
                .formatted(kernel, stride));
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.depthwiseConv(this);
    }
  }

  /**
   * Transposed 3D convolution whose kernel is as wide as its stride, without bias: each voxel
   * becomes a cube of {@code stride} voxels a side. {@code ceil(n/(divisor·stride))} voxels become
   * {@code ceil(n/divisor)}, n being a side of the network's input: what is more is cut off at the
   * end. Weight {@code [inChannels,outChannels,stride,stride,stride]}.
   *
   * @param outChannels channels of the output
   * @param stride side of the cube that a voxel becomes, which divides the input's divisor
   */
  record ConvTranspose(int outChannels, int stride) implements Layer {
    /**
     * Checks the numbers.
     *
     * @param outChannels channels of the output
     * @param stride side of the cube that a voxel becomes, which divides the input's divisor
     * @throws IllegalArgumentException if there is no output channel or the stride is below 2
     */
    public ConvTranspose {
      if (outChannels < 1 || stride < 2) {
        throw new IllegalArgumentException(
            ("a transposed convolution needs outChannels ≥ 1 and stride ≥ 2, got"
                    + " outChannels=%s, stride=%s")
                .formatted(outChannels, stride));
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.convTranspose(this);
    }
  }

  /**
   * The largest value of each cube of {@code stride} voxels a side, channel by channel; cubes do
   * not overlap, and those at the end may be cut, so a side of n voxels becomes {@code
   * ceil(n/stride)}.
   *
   * @param stride side of a cube in voxels, also the step between cubes
   */
  record MaxPool(int stride) implements Layer {
    /**
     * Checks the numbers.
     *
     * @param stride side of a cube in voxels, also the step between cubes
     * @throws IllegalArgumentException if the stride is not 2 to 6
     */
    public MaxPool {
      if (stride < 2 || stride > 6) {
        throw new IllegalArgumentException(
            "max pooling needs a stride of 2 to 6 voxels, got " + stride);
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.maxPool(this);
    }
  }

  /**
   * {@code y = scale·(x − mean)/√(variance + epsilon) + bias}, mean and (biased) variance of each
   * sample and channel over its voxels. Weights {@code scale[C]} and {@code bias[C]}.
   *
   * @param epsilon added to the variance, more than 0
   */
  record InstanceNorm(double epsilon) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.instanceNorm(this);
    }
  }

  /**
   * {@code y = x} where x &gt; 0, else {@code alpha·x}.
   *
   * @param alpha slope below 0
   */
  record LeakyRelu(double alpha) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.leakyRelu(this);
    }
  }

  /**
   * {@code y = x} where x &gt; 0, else {@code slope[c]·x} in channel c. Weight {@code slope[C]}.
   */
  record PRelu() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pRelu(this);
    }
  }

  /** The sum of two inputs of one shape. */
  record Add() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.add(this);
    }
  }

  /** The inputs one after another along the channels. */
  record Concat() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.concat(this);
    }
  }

  /**
   * Trilinear interpolation to {@code ceil(n/divisor)} voxels a side, n being a side of the
   * network's input: half-pixel centres, edges clamped, no anti-aliasing (ONNX {@code Resize},
   * {@code linear}, {@code half_pixel}).
   *
   * @param divisor how many voxels of the input become one; 1 gives the input's own size
   */
  record Resize(int divisor) implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.resize(this);
    }
  }

  /**
   * The mean over all voxels, one voxel for the whole image, whatever its size (ONNX {@code
   * GlobalAveragePool}).
   */
  record GlobalAveragePool() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.globalAveragePool(this);
    }
  }

  /**
   * The fabric's trainable feature sum: {@code y = Σ σ(weight[i])·x[i]}, σ the logistic function,
   * one scalar weight per input.
   */
  record TrainableSum() implements Layer {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.trainableSum(this);
    }
  }
}
