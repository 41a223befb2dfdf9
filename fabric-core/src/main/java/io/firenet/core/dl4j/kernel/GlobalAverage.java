package io.firenet.core.dl4j.kernel;

import io.firenet.core.dl4j.memory.Arena;
import io.firenet.core.dl4j.memory.Tensor;
import io.firenet.volume.GridSize;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The mean over all voxels, {@link io.firenet.network.Layer.GlobalAveragePool}. */
public final class GlobalAverage implements Kernel {

  private static final int CHUNK = 512; // voxels
  private static final GridSize ONE = new GridSize(1, 1, 1);

  private final Arena arena;

  public GlobalAverage(Arena arena) {
    this.arena = arena;
  }

  /** Sums in double precision, chunk by chunk in a fixed order. */
  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    Tensor x = inputs.get(0);
    int channels = x.channels();
    int voxels = (int) x.size().voxels();
    FloatBuffer source = x.values();
    double[][] sums = new double[(voxels + CHUNK - 1) / CHUNK][channels];
    IntStream.range(0, sums.length)
        .parallel()
        .forEach(
            chunk -> {
              int first = chunk * CHUNK;
              float[] values = new float[Math.min(CHUNK, voxels - first) * channels];
              source.get(first * channels, values);
              for (int i = 0; i < values.length; i += channels) {
                for (int c = 0; c < channels; c++) {
                  sums[chunk][c] += values[i + c];
                }
              }
            });
    Tensor y = arena.tensor(channels, ONE);
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
  public List<@Nullable Tensor> backward(List<Tensor> inputs, Tensor output, Tensor gradient) {
    Tensor x = inputs.get(0);
    int channels = x.channels();
    int voxels = (int) x.size().voxels();
    float[] share = new float[channels];
    gradient.values().get(share);
    arena.release(gradient);
    for (int c = 0; c < channels; c++) {
      share[c] /= voxels;
    }
    Tensor dx = arena.tensor(channels, x.size());
    FloatBuffer target = dx.values();
    IntStream.range(0, voxels).parallel().forEach(v -> target.put(v * channels, share));
    return List.of(dx);
  }
}
