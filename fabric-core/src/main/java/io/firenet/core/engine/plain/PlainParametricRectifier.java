package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.Kernel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ReLU with a trainable slope for each channel. */
final class PlainParametricRectifier implements Kernel<HostTensor> {

  private final Arena arena;
  private final HostWeight slope;

  PlainParametricRectifier(Arena arena, HostWeight slope) {
    this.arena = arena;
    this.slope = slope;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.like(x);
    float[] slopes = slope.values();
    Voxels.forEach(
        x,
        (first, count) -> {
          float[] values = Voxels.read(x, first, count);
          for (int i = 0; i < count; i++) {
            values[i] *= values[i] > 0 ? 1 : slopes[i % slopes.length];
          }
          y.write(first, values);
        });
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    float[] slopes = slope.values();
    double[] sums =
        Voxels.sum(
            x,
            slopes.length,
            (first, count, sum) -> {
              float[] values = Voxels.read(x, first, count);
              float[] gradients = Voxels.read(gradient, first, count);
              for (int i = 0; i < count; i++) {
                if (!(values[i] > 0)) {
                  sum[i % slopes.length] += values[i] * gradients[i];
                  gradients[i] *= slopes[i % slopes.length];
                }
              }
              gradient.write(first, gradients);
            });
    WeightGradients.write(slope, sums);
    return List.of(gradient);
  }
}
