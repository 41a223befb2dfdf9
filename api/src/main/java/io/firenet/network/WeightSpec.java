package io.firenet.network;

import io.firenet.volume.Saturating;
import java.util.Arrays;

/**
 * A trainable tensor of a node.
 *
 * @param name unique in the network: the node's name, a dot, and {@code weight}, {@code bias} or
 *     {@code scale}, {@code slope}
 * @param shape sizes, outermost first, in ONNX order
 * @param init how a fresh one is filled
 * @param fanIn the number of inputs that one output of a convolution sees; 1 for a vector
 */
public record WeightSpec(String name, int[] shape, Init init, long fanIn) {

  /** How a fresh weight is filled. */
  public enum Init {
    /** Normal, standard deviation {@code √(2 / ((1+alpha²)·fan-in))}, alpha = 0.01 (He et al.). */
    HE_NORMAL,
    /** All 0. */
    ZEROS,
    /** All 1. */
    ONES,
    /** 0.25, where the slopes of parametric ReLUs start (He et al. 2015). */
    QUARTERS
  }

  /**
   * A weight {@code [outputs, …]}, each output of which sees as many inputs as it has weights.
   *
   * @param name unique in the network
   * @param shape output channels first
   * @param init the distribution that the first values are drawn from
   */
  public WeightSpec(String name, int[] shape, Init init) {
    this(
        name, shape, init, Saturating.times(Arrays.stream(shape).skip(1).asLongStream().toArray()));
  }

  /** {@return whether weight decay applies to it: to kernels and matrices, not to vectors} */
  public boolean decays() {
    return shape.length > 1;
  }

  /** {@return the number of values} */
  public long size() {
    return Saturating.times(Arrays.stream(shape).asLongStream().toArray());
  }
}
