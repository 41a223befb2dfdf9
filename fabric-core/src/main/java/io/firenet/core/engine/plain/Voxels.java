package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.HostTensor;
import java.util.stream.IntStream;

/** Some voxels of a tensor at a time, on all cores. */
final class Voxels {

  private static final int CHUNK = 1024;

  private Voxels() {}

  /** Works on the values from {@code first} on, which are whole voxels. */
  interface Chunk {
    void apply(int first, int count);
  }

  /** Adds what the values from {@code first} on contribute to {@code sums}. */
  interface Sums {
    void add(int first, int count, double[] sums);
  }

  static void forEach(HostTensor tensor, Chunk body) {
    int length = (int) tensor.length();
    int step = CHUNK * tensor.channels();
    IntStream.range(0, (length + step - 1) / step)
        .parallel()
        .forEach(i -> body.apply(i * step, Math.min(step, length - i * step)));
  }

  /** Sums over all voxels, in an order that does not depend on the number of cores. */
  static double[] sum(HostTensor tensor, int sums, Sums body) {
    int step = CHUNK * tensor.channels();
    double[][] parts = new double[((int) tensor.length() + step - 1) / step][sums];
    forEach(tensor, (first, count) -> body.add(first, count, parts[first / step]));
    double[] total = new double[sums];
    for (double[] part : parts) {
      for (int i = 0; i < sums; i++) {
        total[i] += part[i];
      }
    }
    return total;
  }

  /** A copy of some values. */
  static float[] read(HostTensor tensor, int first, int count) {
    float[] values = new float[count];
    tensor.read(first, values);
    return values;
  }
}
