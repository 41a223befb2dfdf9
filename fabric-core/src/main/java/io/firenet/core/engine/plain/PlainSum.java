package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.Kernel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sum of two tensors. */
final class PlainSum implements Kernel<HostTensor> {

  private final Arena arena;
  private final boolean inPlace;

  PlainSum(Arena arena, boolean inPlace) {
    this.arena = arena;
    this.inPlace = inPlace;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor a = inputs.get(0);
    HostTensor y = inPlace ? a : arena.like(a);
    add(a, inputs.get(1), y);
    return y;
  }

  /** {@code y = a + b}; y may be a. */
  static void add(HostTensor a, HostTensor b, HostTensor y) {
    Voxels.forEach(
        a,
        (first, count) -> {
          float[] sum = Voxels.read(a, first, count);
          float[] other = Voxels.read(b, first, count);
          for (int i = 0; i < count; i++) {
            sum[i] += other[i];
          }
          y.write(first, sum);
        });
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor copy = arena.like(gradient);
    copy.values().put(gradient.values());
    return List.of(gradient, copy);
  }
}
