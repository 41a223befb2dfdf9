package io.firenet.core.engine.onednn.operation;

import io.firenet.core.engine.host.HostTensor;
import java.util.Random;

/** Numbers for tensors of tests. */
public final class Values {

  private Values() {}

  /** Of a normal distribution. */
  public static float[] normal(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** A tensor's, as it lies in memory. */
  public static float[] of(HostTensor tensor) {
    float[] values = new float[(int) tensor.length()];
    tensor.read(0, values);
    return values;
  }
}
