package io.firenet.core.engine.host;

import io.firenet.network.WeightSpec;
import java.nio.FloatBuffer;

/**
 * Between ONNX order and the order in which weights lie in memory. These differ for the kernels of
 * convolutions: {@code [O,I,D,H,W]} in ONNX, {@code [D,H,W,I,O]} in memory, from which oneDNN
 * brings them into its own blocks several times faster.
 */
public final class KernelOrder {

  private static final int KERNEL_RANK = 5;

  private KernelOrder() {}

  /** The values in ONNX order, from {@code stored} which has them from position 0 on. */
  public static float[] toOnnx(WeightSpec spec, FloatBuffer stored) {
    float[] values = new float[(int) spec.size()];
    stored.get(0, values);
    return permuted(spec, values, false);
  }

  /** Stores values that are given in ONNX order. */
  public static void store(WeightSpec spec, float[] onnx, FloatBuffer stored) {
    stored.put(0, permuted(spec, onnx, true));
  }

  private static float[] permuted(WeightSpec spec, float[] source, boolean toMemory) {
    int[] shape = spec.shape();
    if (shape.length != KERNEL_RANK) {
      return source;
    }
    int outputs = shape[0];
    int inputs = shape[1];
    int taps = shape[2] * shape[3] * shape[4];
    float[] target = new float[source.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        for (int k = 0; k < taps; k++) {
          int onnx = (o * inputs + i) * taps + k;
          int memory = (k * inputs + i) * outputs + o;
          if (toMemory) {
            target[memory] = source[onnx];
          } else {
            target[onnx] = source[memory];
          }
        }
      }
    }
    return target;
  }
}
