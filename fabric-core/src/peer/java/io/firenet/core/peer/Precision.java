package io.firenet.core.peer;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** What libtorch computes in. */
public enum Precision {
  /** Everything in double: the ground truth for gradients. */
  FLOAT64("libtorch, float64", ScalarType.Double),
  /** Everything in single precision. */
  FLOAT32("libtorch, float32", ScalarType.Float),
  /** Weights in single precision, libtorch's autocast to bfloat16 in the forward pass. */
  BFLOAT16("libtorch, bfloat16 autocast", ScalarType.Float);

  private final String title;
  private final ScalarType weights;

  Precision(String title, ScalarType weights) {
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
