package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Trilinear resize with half-pixel centres, edges clamped. */
final class PlainResampling implements Kernel<HostTensor> {

  private final Arena arena;
  private final Supplier<GridSize> target;

  PlainResampling(Arena arena, Supplier<GridSize> target) {
    this.arena = arena;
    this.target = target;
  }

  /** The two neighbours of each output voxel along one axis, and the share of the upper one. */
  private record Axis(int[] below, int[] above, float[] share) {

    static Axis of(int from, int to) {
      Axis axis = new Axis(new int[to], new int[to], new float[to]);
      for (int i = 0; i < to; i++) {
        double at = Math.min(Math.max((i + 0.5) * from / to - 0.5, 0), from - 1);
        axis.below[i] = (int) at;
        axis.above[i] = Math.min((int) at + 1, from - 1);
        axis.share[i] = (float) (at - (int) at);
      }
      return axis;
    }

    /** How much of the voxel {@code from} is in the output voxel {@code to}. */
    float weight(int from, int to) {
      return (below[to] == from ? 1 - share[to] : 0) + (above[to] == from ? share[to] : 0);
    }
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    GridSize from = x.size();
    GridSize to = target.get();
    HostTensor y = arena.tensor(x.channels(), to);
    Axis depth = Axis.of(from.depth(), to.depth());
    Axis height = Axis.of(from.height(), to.height());
    Axis width = Axis.of(from.width(), to.width());
    IntStream.range(0, to.depth() * to.height())
        .parallel()
        .forEach(
            row -> {
              float[] mixed = mixedRow(x, depth, row / to.height(), height, row % to.height());
              float[] values = new float[to.width() * x.channels()];
              for (int i = 0; i < values.length; i++) {
                int w = i / x.channels();
                int c = i % x.channels();
                float low = mixed[width.below[w] * x.channels() + c];
                float high = mixed[width.above[w] * x.channels() + c];
                values[i] = low + width.share[w] * (high - low);
              }
              y.write(row * values.length, values);
            });
    return y;
  }

  /** The mean of four rows of x around a row of the output. */
  private static float[] mixedRow(HostTensor x, Axis depth, int d, Axis height, int h) {
    int length = x.size().width() * x.channels();
    float[] sum = new float[length];
    for (int corner = 0; corner < 4; corner++) {
      int a = corner < 2 ? depth.below[d] : depth.above[d];
      int b = corner % 2 == 0 ? height.below[h] : height.above[h];
      float share =
          (corner < 2 ? 1 - depth.share[d] : depth.share[d])
              * (corner % 2 == 0 ? 1 - height.share[h] : height.share[h]);
      float[] row = Voxels.read(x, (a * x.size().height() + b) * length, length);
      for (int i = 0; share > 0 && i < length; i++) {
        sum[i] += share * row[i];
      }
    }
    return sum;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor dx = arena.like(inputs.get(0));
    GridSize from = dx.size();
    GridSize to = gradient.size();
    Axis depth = Axis.of(from.depth(), to.depth());
    Axis height = Axis.of(from.height(), to.height());
    Axis width = Axis.of(from.width(), to.width());
    IntStream.range(0, from.depth())
        .parallel()
        .forEach(
            d -> {
              float[] plane = new float[from.height() * from.width() * dx.channels()];
              for (int z = 0; z < to.depth(); z++) {
                float share = depth.weight(d, z);
                for (int h = 0; share > 0 && h < to.height(); h++) {
                  float[] row = narrowed(gradient, z * to.height() + h, width, from.width());
                  int length = row.length;
                  add(row, share * (1 - height.share[h]), plane, height.below[h] * length);
                  add(row, share * height.share[h], plane, height.above[h] * length);
                }
              }
              dx.write(d * plane.length, plane);
            });
    arena.release(gradient);
    return List.of(dx);
  }

  /** A row of the output's gradient, given back along the width. */
  private static float[] narrowed(HostTensor gradient, int row, Axis width, int from) {
    int channels = gradient.channels();
    int length = gradient.size().width() * channels;
    float[] slopes = Voxels.read(gradient, row * length, length);
    float[] sums = new float[from * channels];
    for (int i = 0; i < length; i++) {
      int w = i / channels;
      int c = i % channels;
      sums[width.below[w] * channels + c] += (1 - width.share[w]) * slopes[i];
      sums[width.above[w] * channels + c] += width.share[w] * slopes[i];
    }
    return sums;
  }

  private static void add(float[] row, float share, float[] plane, int first) {
    for (int i = 0; i < row.length; i++) {
      plane[first + i] += share * row[i];
    }
  }
}
