package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.ConvolutionShape;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution and its gradients as matrix products: what the taps read is written side by side,
 * some rows of voxels at a time. ND4J's own 3D convolution refuses dilation. Matrices are
 * column-major, as BLAS has them, so that {@code [V,C]} in memory is {@code C×V}.
 */
final class ColumnProducts {

  static final int SLAB_VALUES = 1 << 21; // 8 MB, whatever the size of the image

  private final Arena arena;
  private final ConvolutionShape shape;
  private final HostWeight weight; // [taps,I,O]

  ColumnProducts(Arena arena, ConvolutionShape shape, HostWeight weight) {
    this.arena = arena;
    this.shape = shape;
    this.weight = weight;
  }

  private interface Product {
    /** Works on columns of {@code voxels} voxels from {@code first} on. */
    void apply(INDArray columns, long first, long voxels);
  }

  /** {@code y = W·columns(x)}, without bias. */
  void forward(HostTensor x, HostTensor y) {
    HostTensor w = weights(x.channels(), false);
    INDArray matrix = w.matrix(0, shape.outChannels(), w.length() / shape.outChannels());
    eachSlab(
        x,
        Taps.forward(shape, x.size()),
        (columns, first, voxels) ->
            Nd4j.gemm(matrix, columns, matrix(y, first, voxels), false, false, 1, 0));
    arena.release(w);
  }

  /** {@code dx = Wᵀ·columns(dy)}. */
  void inputGradient(HostTensor gradient, HostTensor dx) {
    HostTensor w = weights(dx.channels(), true);
    INDArray matrix = w.matrix(0, dx.channels(), w.length() / dx.channels());
    eachSlab(
        gradient,
        Taps.backward(shape, dx.size()),
        (columns, first, voxels) ->
            Nd4j.gemm(matrix, columns, matrix(dx, first, voxels), false, false, 1, 0));
    arena.release(w);
  }

  /** {@code dW = dy·columns(x)ᵀ}. */
  void weightGradient(HostTensor x, HostTensor gradient) {
    HostTensor sum = arena.array(weight.spec().size());
    INDArray matrix = sum.matrix(0, shape.outChannels(), sum.length() / shape.outChannels());
    eachSlab(
        x,
        Taps.forward(shape, x.size()),
        (columns, first, voxels) ->
            Nd4j.gemm(
                matrix(gradient, first, voxels),
                columns,
                matrix,
                false,
                true,
                1,
                first > 0 ? 1 : 0));
    HostTensor.values(weight.gradientAddress(), sum.length()).put(sum.values());
    arena.release(sum);
  }

  /** The weights {@code [taps,I,O]}, or {@code [taps,O,I]}. */
  private HostTensor weights(int inChannels, boolean transposed) {
    FloatBuffer source = HostTensor.values(weight.address(), weight.spec().size());
    HostTensor copy = arena.array(weight.spec().size());
    FloatBuffer target = copy.values();
    if (!transposed) {
      target.put(source);
      return copy;
    }
    int outChannels = shape.outChannels();
    for (int i = 0; i < source.capacity(); i++) {
      int o = i % outChannels;
      int in = i / outChannels % inChannels;
      int tap = i / (outChannels * inChannels);
      target.put((tap * outChannels + o) * inChannels + in, source.get(i));
    }
    return copy;
  }

  private void eachSlab(HostTensor source, Taps taps, Product product) {
    int height = taps.count() * source.channels();
    int width = taps.width().length;
    int slab = (int) Math.max(1, Math.min(taps.rows(), SLAB_VALUES / ((long) height * width)));
    HostTensor columns = arena.array((long) slab * width * height);
    for (int row = 0; row < taps.rows(); row += slab) {
      int rows = Math.min(slab, taps.rows() - row);
      gather(source, taps, row, rows, columns.values());
      long voxels = (long) rows * width;
      product.apply(columns.matrix(0, height, voxels), (long) row * width, voxels);
    }
    arena.release(columns);
  }

  private static void gather(
      HostTensor source, Taps taps, int first, int rows, FloatBuffer target) {
    FloatBuffer values = source.values();
    int channels = source.channels();
    int length = source.size().width() * channels;
    int perVoxel = taps.count() * channels;
    int kernel = taps.kernel();
    IntStream.range(0, rows)
        .parallel()
        .forEach(
            r -> {
              int[] depths = taps.depth()[(first + r) / taps.height().length];
              int[] heights = taps.height()[(first + r) % taps.height().length];
              float[] columns = new float[taps.width().length * perVoxel];
              float[] row = new float[length];
              for (int ab = 0; ab < kernel * kernel; ab++) {
                int d = depths[ab / kernel];
                int h = heights[ab % kernel];
                if (d < 0 || h < 0) {
                  continue; // stays zero
                }
                values.get((d * source.size().height() + h) * length, row);
                for (int w = 0; w < taps.width().length; w++) {
                  int to = w * perVoxel + ab * kernel * channels;
                  for (int tap = 0; tap < kernel; tap++) {
                    int from = taps.width()[w][tap];
                    if (from >= 0) {
                      System.arraycopy(
                          row, from * channels, columns, to + tap * channels, channels);
                    }
                  }
                }
              }
              target.put(r * columns.length, columns);
            });
  }

  /** Voxels of a tensor from {@code first} on, a column each. */
  private static INDArray matrix(HostTensor tensor, long first, long voxels) {
    return tensor.matrix(first * tensor.channels(), tensor.channels(), voxels);
  }
}
