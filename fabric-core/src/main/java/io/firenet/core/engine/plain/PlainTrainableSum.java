package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fabric's trainable feature sum. */
final class PlainTrainableSum implements Kernel<HostTensor> {

  private final Arena arena;
  private final HostWeight weight;

  PlainTrainableSum(Arena arena, HostWeight weight) {
    this.arena = arena;
    this.weight = weight;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    double[] gates = gates();
    HostTensor y = arena.like(inputs.get(0));
    Voxels.forEach(
        y,
        (first, count) -> {
          float[] sum = new float[count];
          for (int n = 0; n < gates.length; n++) {
            float gate = (float) gates[n];
            float[] values = Voxels.read(inputs.get(n), first, count);
            for (int i = 0; i < count; i++) {
              sum[i] += gate * values[i];
            }
          }
          y.write(first, sum);
        });
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    double[] gates = gates();
    double[] slopes = new double[gates.length];
    List<@Nullable HostTensor> result = new ArrayList<>();
    for (int n = 0; n < gates.length; n++) {
      HostTensor dx = n == gates.length - 1 ? gradient : arena.like(gradient);
      slopes[n] = gates[n] * (1 - gates[n]) * scale(inputs.get(n), gradient, gates[n], dx);
      result.add(dx);
    }
    WeightGradients.write(weight, slopes);
    return result;
  }

  /**
   * Sets {@code dx = gate·gradient}, which may be one tensor.
   *
   * @return {@code Σ x·gradient}
   */
  private static double scale(HostTensor x, HostTensor gradient, double gate, HostTensor dx) {
    return Voxels.sum(
        x,
        1,
        (first, count, sum) -> {
          float[] values = Voxels.read(x, first, count);
          float[] slopes = Voxels.read(gradient, first, count);
          for (int i = 0; i < count; i++) {
            sum[0] += values[i] * slopes[i];
            slopes[i] *= (float) gate;
          }
          dx.write(first, slopes);
        })[0];
  }

  /** σ of the weights. */
  private double[] gates() {
    float[] weights = weight.values();
    double[] gates = new double[weights.length];
    for (int i = 0; i < gates.length; i++) {
      gates[i] = 1 / (1 + Math.exp(-weights[i]));
    }
    return gates;
  }
}
