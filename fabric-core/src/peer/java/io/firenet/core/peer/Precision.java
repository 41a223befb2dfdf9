package io.firenet.core.peer;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** What libtorch computes in. */
public enum Precision {
  /** Everything in double: the ground truth for gradients. */
  FLOAT64(ScalarType.Double),
  /** Everything in single precision. */
  FLOAT32(ScalarType.Float),
  /** Weights in single precision, libtorch's autocast to bfloat16 in the forward pass. */
  BFLOAT16(ScalarType.Float);

  private final ScalarType weights;

  Precision(ScalarType weights) {
    this.weights = weights;
  }

  /** The type of weights, gradients and loss. */
  ScalarType weights() {
    return weights;
  }
}
