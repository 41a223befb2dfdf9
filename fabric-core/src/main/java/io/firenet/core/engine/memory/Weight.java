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

  /** A copy of one of the optimiser's two running means, in ONNX order. */
  float[] moment(Moment moment);

  /** Sets one of the optimiser's two running means, given in ONNX order. */
  void setMoment(Moment moment, float[] values);

  /** What the optimiser keeps of a weight. */
  enum Moment {
    /** The running mean of the gradients. */
    FIRST,
    /** The running mean of the squared gradients. */
    SECOND
  }
}
