package io.firenet.core.engine.host;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.volume.GridSize;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The mean over all voxels, {@link io.firenet.network.Layer.GlobalAveragePool}; float32 whatever
 * the input is.
 */
public final class GlobalAverage implements Kernel<HostTensor> {

  private static final int CHUNK = 512; // voxels
  private static final GridSize ONE = new GridSize(1, 1, 1);

  private final Arena arena;

  public GlobalAverage(Arena arena) {
    this.arena = arena;
  }

  /** Sums in double precision, chunk by chunk in a fixed order. */
  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    int channels = x.channels();
    int voxels = (int) x.size().voxels();
    double[][] sums = new double[(voxels + CHUNK - 1) / CHUNK][channels];
    IntStream.range(0, sums.length)
        .parallel()
        .forEach(
            chunk -> {
              int first = chunk * CHUNK;
              float[] values = new float[Math.min(CHUNK, voxels - first) * channels];
              x.read(first * channels, values);
              for (int i = 0; i < values.length; i += channels) {
                for (int c = 0; c < channels; c++) {
                  sums[chunk][c] += values[i + c];
                }
              }
            });
    HostTensor y = arena.tensor(channels, ONE);
    FloatBuffer target = y.values();
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (double[] part : sums) {
        sum += part[c];
      }
      target.put(c, (float) (sum / voxels));
    }
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    int channels = x.channels();
    int voxels = (int) x.size().voxels();
    int perChunk = Math.min(CHUNK, voxels);
    float[] shares = new float[perChunk * channels]; // the same for every voxel
    FloatBuffer slopes = gradient.values();
    for (int i = 0; i < shares.length; i++) {
      shares[i] = slopes.get(i % channels) / voxels;
    }
    arena.release(gradient);
    HostTensor dx = arena.like(x);
    for (int first = 0; first < voxels; first += perChunk) {
      int count = Math.min(perChunk, voxels - first);
      dx.write(first * channels, Arrays.copyOf(shares, count * channels));
    }
    return List.of(dx);
  }
}
