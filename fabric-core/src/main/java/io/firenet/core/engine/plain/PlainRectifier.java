package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.Kernel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LeakyReLU. */
final class PlainRectifier implements Kernel<HostTensor> {

  private final Arena arena;
  private final float slope;
  private final boolean inPlace;

  PlainRectifier(Arena arena, double slope, boolean inPlace) {
    this.arena = arena;
    this.slope = (float) slope;
    this.inPlace = inPlace;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = inPlace ? x : arena.like(x);
    multiplyWhereNotPositive(x, x, y);
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    multiplyWhereNotPositive(output, gradient, gradient);
    return List.of(gradient);
  }

  /** {@code y = x} where the sign is positive, {@code slope·x} elsewhere. */
  private void multiplyWhereNotPositive(HostTensor sign, HostTensor x, HostTensor y) {
    Voxels.forEach(
        x,
        (first, count) -> {
          float[] signs = Voxels.read(sign, first, count);
          float[] values = Voxels.read(x, first, count);
          for (int i = 0; i < count; i++) {
            values[i] *= signs[i] > 0 ? 1 : slope;
          }
          y.write(first, values);
        });
  }
}
