package io.firenet.core.engine.memory;

import io.firenet.network.WeightSpec;

/**
 * Where a trainable tensor and its gradient lie, float32, contiguous, in {@link KernelOrder}.
 *
 * @param group what it belongs to
 * @param spec name and shape
 * @param address of the first value
 * @param gradientAddress of the first value of the gradient, which each step overwrites unless the
 *     group is frozen
 */
public record Weight(WeightGroup group, WeightSpec spec, long address, long gradientAddress) {

  /** A copy of the values, in ONNX order. */
  public float[] values() {
    return KernelOrder.toOnnx(spec, Tensor.values(address, spec.size()));
  }

  /** Sets the values, given in ONNX order. */
  public void set(float[] values) {
    KernelOrder.store(spec, values, Tensor.values(address, spec.size()));
  }

  /** A copy of the gradient, in ONNX order. */
  public float[] gradient() {
    return KernelOrder.toOnnx(spec, Tensor.values(gradientAddress, spec.size()));
  }
}
