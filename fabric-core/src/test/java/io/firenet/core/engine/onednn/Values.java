package io.firenet.core.engine.onednn;

import io.firenet.core.engine.host.HostTensor;
import java.util.Random;

/** Numbers for tensors of tests. */
final class Values {

  private Values() {}

  /** Of a normal distribution. */
  static float[] normal(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** A tensor's, as it lies in memory. */
  static float[] of(HostTensor tensor) {
    float[] values = new float[(int) tensor.length()];
    tensor.read(0, values);
    return values;
  }
}
