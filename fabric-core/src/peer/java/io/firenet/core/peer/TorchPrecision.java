package io.firenet.core.peer;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** What libtorch computes in. */
public enum TorchPrecision {
  /** Everything in double: the ground truth for gradients. */
  FLOAT64("libtorch, float64", ScalarType.Double),
  /** Everything in single precision. */
  FLOAT32("libtorch, float32", ScalarType.Float),
  /**
   * As {@link #FLOAT32}, with every convolution handed to oneDNN: left alone, libtorch computes small
   * inputs by a slower way of its own.
   */
  FLOAT32_ONEDNN("libtorch, float32, all oneDNN", ScalarType.Float),
  /** Weights in single precision, libtorch's autocast to bfloat16 in the forward pass. */
  BFLOAT16("libtorch, bfloat16 autocast", ScalarType.Float);

  private final String title;
  private final ScalarType weights;

  TorchPrecision(String title, ScalarType weights) {
    this.title = title;
    this.weights = weights;
  }

  /** Engine and precision, as printed. */
  String title() {
    return title;
  }

  /** The type of weights, gradients and loss. */
  ScalarType weights() {
    return weights;
  }
}
