package io.firenet.core.dl4j.kernel;

import io.firenet.core.dl4j.memory.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Passes over tensors that oneDNN has no operation for. Each works on chunks that fit the
 * first-level cache, copied to the Java heap, where the compiler turns the loops into vector
 * instructions. The result does not depend on the number of threads.
 */
final class Elementwise {

  private static final int CHUNK = 4096;

  private Elementwise() {}

  /** {@code y = Σ factor[i]·x[i]}; y may be one of the x. */
  static void weightedSum(List<Tensor> xs, float[] factors, Tensor y) {
    FloatBuffer[] sources = xs.stream().map(Tensor::values).toArray(FloatBuffer[]::new);
    FloatBuffer target = y.values();
    int length = target.capacity();
    chunks(length)
        .forEach(
            chunk -> {
              int start = chunk * CHUNK;
              int n = Math.min(CHUNK, length - start);
              float[] sum = new float[n];
              float[] x = new float[n];
              for (int i = 0; i < sources.length; i++) {
                sources[i].get(start, x);
                addScaled(sum, x, factors[i]);
              }
              target.put(start, sum);
            });
  }

  private static void addScaled(float[] sum, float[] x, float factor) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += factor * x[j];
    }
  }

  /** {@code Σ a·b}, summed chunk by chunk in a fixed order. */
  static double dot(Tensor a, Tensor b) {
    FloatBuffer left = a.values();
    FloatBuffer right = b.values();
    int length = left.capacity();
    double[] sums =
        chunks(length)
            .mapToDouble(
                chunk -> {
                  int start = chunk * CHUNK;
                  int n = Math.min(CHUNK, length - start);
                  float[] x = new float[n];
                  float[] y = new float[n];
                  left.get(start, x);
                  right.get(start, y);
                  double sum = 0;
                  for (int j = 0; j < n; j++) {
                    sum += (double) x[j] * y[j];
                  }
                  return sum;
                })
            .toArray();
    double sum = 0;
    for (double part : sums) {
      sum += part;
    }
    return sum;
  }

  static void copy(Tensor from, Tensor to) {
    FloatBuffer source = from.values();
    FloatBuffer target = to.values();
    int length = source.capacity();
    chunks(length)
        .forEach(
            chunk -> {
              int start = chunk * CHUNK;
              int n = Math.min(CHUNK, length - start);
              target.put(start, source, start, n);
            });
  }

  /** Copies {@code count} channels of every voxel. */
  static void copyChannels(Tensor from, int firstFrom, Tensor to, int firstTo, int count) {
    FloatBuffer source = from.values();
    FloatBuffer target = to.values();
    int stepFrom = from.channels();
    int stepTo = to.channels();
    int voxels = source.capacity() / stepFrom;
    int perChunk = Math.max(1, CHUNK / count);
    IntStream.range(0, (voxels + perChunk - 1) / perChunk)
        .parallel()
        .forEach(
            chunk -> {
              int end = Math.min(voxels, (chunk + 1) * perChunk);
              for (int v = chunk * perChunk; v < end; v++) {
                target.put(v * stepTo + firstTo, source, v * stepFrom + firstFrom, count);
              }
            });
  }

  private static IntStream chunks(int length) {
    return IntStream.range(0, (length + CHUNK - 1) / CHUNK).parallel();
  }
}
