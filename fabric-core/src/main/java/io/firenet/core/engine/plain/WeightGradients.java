package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import java.nio.FloatBuffer;

/** Writes the gradients of vectors of weights. */
final class WeightGradients {

  private WeightGradients() {}

  static void write(HostWeight weight, double... sums) {
    FloatBuffer gradient = HostTensor.values(weight.gradientAddress(), sums.length);
    for (int i = 0; i < sums.length; i++) {
      gradient.put(i, (float) sums[i]);
    }
  }
}
