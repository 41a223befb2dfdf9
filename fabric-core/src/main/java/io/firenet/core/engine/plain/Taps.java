package io.firenet.core.engine.plain;

import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.volume.GridSize;

/**
 * Which voxel of the source each tap of a kernel reads for each voxel of the target, by axis; −1
 * where there is none.
 *
 * @param kernel side of the kernel
 * @param depth {@code [target voxel][tap]}, as height and width
 */
record Taps(int kernel, int[][] depth, int[][] height, int[][] width) {

  private interface Axis {
    int source(int target, int tap);
  }

  /** What a convolution reads of its input: {@code p·stride + tap·dilation − padding}. */
  static Taps forward(ConvolutionShape shape, GridSize input) {
    return of(
        shape,
        input,
        input.ceilDiv(shape.stride()),
        (p, tap) -> p * shape.stride() + tap * shape.dilation() - shape.front());
  }

  /** What a convolution's input gradient reads of the output's. */
  static Taps backward(ConvolutionShape shape, GridSize input) {
    return of(
        shape,
        input.ceilDiv(shape.stride()),
        input,
        (q, tap) -> {
          int at = q + shape.front() - tap * shape.dilation();
          return at >= 0 && at % shape.stride() == 0 ? at / shape.stride() : -1;
        });
  }

  private static Taps of(ConvolutionShape shape, GridSize source, GridSize target, Axis axis) {
    int k = shape.kernel();
    return new Taps(
        k,
        table(k, source.depth(), target.depth(), axis),
        table(k, source.height(), target.height(), axis),
        table(k, source.width(), target.width(), axis));
  }

  private static int[][] table(int kernel, int source, int target, Axis axis) {
    int[][] table = new int[target][kernel];
    for (int p = 0; p < target; p++) {
      for (int tap = 0; tap < kernel; tap++) {
        int at = axis.source(p, tap);
        table[p][tap] = at < source ? Math.max(at, -1) : -1;
      }
    }
    return table;
  }

  /** The number of rows of the target. */
  int rows() {
    return depth.length * height.length;
  }

  /** The number of taps. */
  int count() {
    return kernel * kernel * kernel;
  }
}
