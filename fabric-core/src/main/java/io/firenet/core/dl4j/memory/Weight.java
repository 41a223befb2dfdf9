package io.firenet.core.dl4j.memory;

import io.firenet.network.WeightSpec;
import java.nio.FloatBuffer;

/**
 * Where a trainable tensor and its gradient lie, float32, in ONNX order, contiguous.
 *
 * @param group what it belongs to
 * @param spec name and shape
 * @param address of the first value
 * @param gradientAddress of the first value of the gradient, which each step overwrites unless the
 *     group is frozen
 */
public record Weight(WeightGroup group, WeightSpec spec, long address, long gradientAddress) {

  /** The values, to be read and written from Java. */
  public FloatBuffer values() {
    return Tensor.values(address, spec.size());
  }

  /** The gradient, to be read and written from Java. */
  public FloatBuffer gradient() {
    return Tensor.values(gradientAddress, spec.size());
  }
}
