package io.firenet.core.engine.onednn.norm;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.volume.GridSize;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Mean and variance of each channel of a large float32 tensor, in one pass over it. oneDNN adds up
 * the voxels of a channel one by one in single precision, which is off by 3·10⁻³ of the deviation
 * for 160³ voxels; here no sum in single precision has more than {@value #ROWS} terms.
 */
final class ChannelStatistics {

  /** Up to this many voxels a channel oneDNN's sums are good to some 10⁻⁶. */
  private static final int FEW_VOXELS = 1 << 12;

  private static final int ROWS = 64; // of a chunk
  private static final int ROW_VALUES = 1024; // or fewer: whole voxels
  private static final int ROWS_AT_ONCE = 4; // which saves reading and writing the sums

  private ChannelStatistics() {}

  /** Whether they differ from oneDNN's by more than the rounding of the tensor's type. */
  static boolean areNeeded(ElementType type, GridSize size) {
    return type == ElementType.FLOAT32 && size.voxels() > FEW_VOXELS;
  }

  /**
   * @param target address of {@code [2,C]}, float32: receives the means, then the variances
   */
  static void write(HostTensor x, long target) {
    int channels = x.channels();
    int row = Math.max(1, ROW_VALUES / channels) * channels;
    int chunk = ROWS * row;
    Moments[] chunks = new Moments[Math.toIntExact((x.length() - 1) / chunk + 1)];
    IntStream.range(0, chunks.length)
        .parallel()
        .forEach(
            i -> {
              long start = (long) i * chunk; // the whole may be too long for one buffer
              int length = (int) Math.min(chunk, x.length() - start);
              FloatBuffer values = HostTensor.values(x.address() + start * Float.BYTES, length);
              chunks[i] = Moments.of(values, length, channels, row);
            });
    Moments all = chunks[0];
    for (int i = 1; i < chunks.length; i++) {
      all.add(chunks[i]);
    }
    FloatBuffer statistics = HostTensor.values(target, 2L * channels);
    for (int c = 0; c < channels; c++) {
      statistics.put(c, (float) all.means[c]);
      statistics.put(channels + c, (float) (all.squares[c] / all.voxels));
    }
  }

  /** Of some voxels: how many, each channel's mean, its sum of squared deviations from that. */
  private static final class Moments {

    private long voxels;
    private final double[] means;
    private final double[] squares;

    private Moments(long voxels, int channels) {
      this.voxels = voxels;
      means = new double[channels];
      squares = new double[channels];
    }

    static Moments of(FloatBuffer values, int length, int channels, int row) {
      float[][] x = new float[ROWS_AT_ONCE][row];
      float[] origins = new float[row]; // near the mean, so that squares lose no digits
      float[] sums = new float[row];
      float[] squares = new float[row];
      int first = Math.min(row, length);
      values.get(0, x[0], 0, first);
      origins(x[0], first, channels, origins);
      for (int at = 0; at < length; at += x.length * row) {
        for (int i = 0; i < x.length; i++) {
          int count = Math.max(0, Math.min(row, length - at - i * row));
          values.get(at + row * (count == 0 ? 0 : i), x[i], 0, count);
          System.arraycopy(origins, count, x[i], count, row - count); // adds nothing
        }
        add(x[0], x[1], x[2], x[3], origins, sums, squares);
      }
      Moments result = new Moments(length / channels, channels);
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        double square = 0;
        for (int i = c; i < row; i += channels) {
          sum += sums[i];
          square += squares[i];
        }
        result.means[c] = origins[c] + sum / result.voxels;
        result.squares[c] = Math.max(0, square - sum * sum / result.voxels);
      }
      return result;
    }

    /** The mean of the first voxels of each channel, for every value of a row. */
    private static void origins(float[] x, int count, int channels, float[] origins) {
      double[] sums = new double[channels];
      for (int i = 0; i < count; i++) {
        sums[i % channels] += x[i];
      }
      Arrays.setAll(sums, c -> sums[c] * channels / count);
      for (int i = 0; i < origins.length; i++) {
        origins[i] = (float) sums[i % channels];
      }
    }

    /** A loop without offsets or conditions, which the compiler turns into vectors. */
    private static void add(
        float[] x0,
        float[] x1,
        float[] x2,
        float[] x3,
        float[] origins,
        float[] sums,
        float[] squares) {
      for (int i = 0; i < x0.length; i++) {
        float d0 = x0[i] - origins[i];
        float d1 = x1[i] - origins[i];
        float d2 = x2[i] - origins[i];
        float d3 = x3[i] - origins[i];
        sums[i] += d0 + d1 + (d2 + d3);
        squares[i] += d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3);
      }
    }

    /** Chan, Golub and LeVeque, Updating formulae for computing sample variances, 1979. */
    void add(Moments other) {
      long both = voxels + other.voxels;
      for (int c = 0; c < means.length; c++) {
        double difference = other.means[c] - means[c];
        means[c] += difference * other.voxels / both;
        squares[c] += other.squares[c] + difference * difference * voxels * other.voxels / both;
      }
      voxels = both;
    }
  }
}
