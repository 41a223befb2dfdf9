package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors one after another along the channels. */
final class PlainConcatenation implements Kernel<HostTensor> {

  private final Arena arena;

  PlainConcatenation(Arena arena) {
    this.arena = arena;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    int channels = inputs.stream().mapToInt(HostTensor::channels).sum();
    HostTensor y = arena.tensor(channels, inputs.get(0).size());
    Voxels.forEach(
        y,
        (first, count) -> {
          float[] values = new float[count];
          int offset = 0;
          for (HostTensor x : inputs) {
            int some = x.channels();
            float[] part = Voxels.read(x, first / channels * some, count / channels * some);
            for (int from = 0, to = offset; from < part.length; from += some, to += channels) {
              System.arraycopy(part, from, values, to, some);
            }
            offset += some;
          }
          y.write(first, values);
        });
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    List<@Nullable HostTensor> result = new ArrayList<>();
    int first = 0;
    for (HostTensor x : inputs) {
      result.add(part(gradient, first, arena.like(x)));
      first += x.channels();
    }
    arena.release(gradient);
    return result;
  }

  /** Copies the channels from {@code offset} on. */
  private static HostTensor part(HostTensor gradient, int offset, HostTensor dx) {
    int all = gradient.channels();
    int some = dx.channels();
    Voxels.forEach(
        dx,
        (first, count) -> {
          float[] values = Voxels.read(gradient, first / some * all, count / some * all);
          float[] part = new float[count];
          for (int to = 0, from = offset; to < count; to += some, from += all) {
            System.arraycopy(values, from, part, to, some);
          }
          dx.write(first, part);
        });
    return dx;
  }
}
