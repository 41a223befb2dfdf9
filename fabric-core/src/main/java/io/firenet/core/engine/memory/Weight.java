package io.firenet.core.engine.memory;

import io.firenet.network.WeightSpec;

/** A trainable tensor, float32, in the library's memory; what is read and set here are copies. */
public interface Weight {

  /** Name and shape. */
  WeightSpec spec();

  /** A copy of the values, in ONNX order. */
  float[] values();

  /** Sets the values, given in ONNX order. */
  void set(float[] values);

  /** A copy of the gradient, in ONNX order; each step overwrites it unless the group is frozen. */
  float[] gradient();

  /** Sets the gradient, given in ONNX order, for the next update. */
  void setGradient(float[] values);

  /** A copy of one of the optimiser's running means, in ONNX order. */
  float[] mean(Mean of);

  /** Sets one of the optimiser's running means, given in ONNX order. */
  void setMean(Mean of, float[] values);

  /** A running mean that the optimiser keeps for a weight. */
  enum Mean {
    /** Of the gradients, Adam's first moment. */
    GRADIENT,
    /** Of the squared gradients, Adam's second moment. */
    SQUARED_GRADIENT,
    /** Of the values; only in a group that {@linkplain WeightGroup#averaged() has them}. */
    VALUE
  }
}
