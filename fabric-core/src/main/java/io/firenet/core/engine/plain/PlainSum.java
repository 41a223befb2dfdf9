package io.firenet.core.engine.plain;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sum of two tensors. */
final class PlainSum implements Kernel {

  private final Arena arena;
  private final boolean inPlace;

  PlainSum(Arena arena, boolean inPlace) {
    this.arena = arena;
    this.inPlace = inPlace;
  }

  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    Tensor a = inputs.get(0);
    Tensor y = inPlace ? a : arena.like(a);
    add(a, inputs.get(1), y);
    return y;
  }

  /** {@code y = a + b}; y may be a. */
  static void add(Tensor a, Tensor b, Tensor y) {
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
  public List<@Nullable Tensor> backward(List<Tensor> inputs, Tensor output, Tensor gradient) {
    Tensor copy = arena.like(gradient);
    copy.values().put(gradient.values());
    return List.of(gradient, copy);
  }
}
