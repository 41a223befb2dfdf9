package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Max pooling; remembers where in its cube each maximum was. */
final class PlainMaxPooling implements Kernel<HostTensor> {

  private final Arena arena;
  private final int stride;
  private @Nullable HostTensor positions; // a byte for each output value

  PlainMaxPooling(Arena arena, int stride) {
    this.arena = arena;
    this.stride = stride;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.tensor(x.channels(), x.size().ceilDiv(stride));
    if (positions != null) { // this pass repeats one of the same step
      releasePositions();
    }
    positions = arena.bytes(y.length());
    GridSize to = y.size();
    IntStream.range(0, to.depth() * to.height())
        .parallel()
        .forEach(row -> poolRow(x, y, row / to.height(), row % to.height()));
    if (!training) {
      releasePositions();
    }
    return y;
  }

  private void poolRow(HostTensor x, HostTensor y, int d, int h) {
    GridSize size = x.size();
    int channels = x.channels();
    float[] largest = new float[y.size().width() * channels];
    byte[] places = new byte[largest.length];
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    for (int a = d * stride; a < Math.min(size.depth(), (d + 1) * stride); a++) {
      for (int b = h * stride; b < Math.min(size.height(), (h + 1) * stride); b++) {
        int length = size.width() * channels;
        float[] row = Voxels.read(x, (a * size.height() + b) * length, length);
        for (int i = 0; i < length; i++) {
          int w = i / channels;
          int at = w / stride * channels + i % channels;
          if (row[i] > largest[at]) {
            largest[at] = row[i];
            places[at] = (byte) ((a % stride * stride + b % stride) * stride + w % stride);
          }
        }
      }
    }
    int first = (d * y.size().height() + h) * largest.length;
    y.write(first, largest);
    positions.bytes().put(first, places);
  }

  private void releasePositions() {
    arena.release(positions);
    positions = null;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor dx = arena.like(inputs.get(0));
    GridSize size = dx.size();
    IntStream.range(0, size.depth() * size.height())
        .parallel()
        .forEach(row -> spreadRow(gradient, dx, row / size.height(), row % size.height()));
    releasePositions();
    arena.release(gradient);
    return List.of(dx);
  }

  private void spreadRow(HostTensor gradient, HostTensor dx, int d, int h) {
    int channels = dx.channels();
    int pooled = gradient.size().width() * channels;
    int first = (d / stride * gradient.size().height() + h / stride) * pooled;
    float[] slopes = Voxels.read(gradient, first, pooled);
    byte[] places = new byte[pooled];
    positions.bytes().get(first, places);
    float[] row = new float[dx.size().width() * channels];
    for (int i = 0; i < row.length; i++) {
      int w = i / channels;
      int at = w / stride * channels + i % channels;
      int place = (d % stride * stride + h % stride) * stride + w % stride;
      row[i] = places[at] == place ? slopes[at] : 0;
    }
    dx.write((d * dx.size().height() + h) * row.length, row);
  }
}
