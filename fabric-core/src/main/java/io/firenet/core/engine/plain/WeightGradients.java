package io.firenet.core.engine.plain;

import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.Weight;
import java.nio.FloatBuffer;

/** Writes the gradients of vectors of weights. */
final class WeightGradients {

  private WeightGradients() {}

  static void write(Weight weight, double... sums) {
    FloatBuffer gradient = Tensor.values(weight.gradientAddress(), sums.length);
    for (int i = 0; i < sums.length; i++) {
      gradient.put(i, (float) sums[i]);
    }
  }
}
