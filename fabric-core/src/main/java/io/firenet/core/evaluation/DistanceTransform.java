package io.firenet.core.evaluation;

import java.util.stream.IntStream;

/**
 * The exact Euclidean distance transform on a grid with its own spacing per axis: the lower
 * envelope of parabolas, axis by axis (Felzenszwalb and Huttenlocher, Distance transforms of
 * sampled functions, Theory of Computing 8, 2012).
 */
final class DistanceTransform {

  private final int depth;
  private final int height;
  private final int width;
  private final double[] spacingMm;

  /** A transform of grids of the given size; the spacing is along {@code [D,H,W]}. */
  DistanceTransform(int depth, int height, int width, double[] spacingMm) {
    this.depth = depth;
    this.height = height;
    this.width = width;
    this.spacingMm = spacingMm;
  }

  /**
   * Replaces each value by the squared distance in mm² to the nearest zero.
   *
   * @param grid {@code [D,H,W]}, zero at the sites and positive infinity elsewhere
   */
  void squaredDistances(float[] grid) {
    int slice = height * width;
    IntStream.range(0, depth)
        .parallel()
        .forEach(
            d -> {
              Line alongWidth = new Line(width, spacingMm[2]);
              for (int h = 0; h < height; h++) {
                alongWidth.transform(grid, d * slice + h * width, 1);
              }
              Line alongHeight = new Line(height, spacingMm[1]);
              for (int w = 0; w < width; w++) {
                alongHeight.transform(grid, d * slice + w, width);
              }
            });
    IntStream.range(0, height)
        .parallel()
        .forEach(
            h -> {
              Line alongDepth = new Line(depth, spacingMm[0]);
              for (int w = 0; w < width; w++) {
                alongDepth.transform(grid, h * width + w, slice);
              }
            });
  }

  /** The transform of one line of voxels, with its scratch space. */
  private static final class Line {
    private final int length;
    private final double squaredStep;
    private final double[] values;
    private final int[] roots; // the envelope's parabolas, from left to right
    private final double[] starts; // where each of them begins to be the lowest

    Line(int length, double spacingMm) {
      this.length = length;
      this.squaredStep = spacingMm * spacingMm;
      this.values = new double[length];
      this.roots = new int[length];
      this.starts = new double[length];
    }

    void transform(float[] grid, int first, int stride) {
      int last = -1;
      for (int q = 0; q < length; q++) {
        values[q] = grid[first + q * stride];
        if (values[q] == Double.POSITIVE_INFINITY) {
          continue;
        }
        double start = Double.NEGATIVE_INFINITY;
        while (last >= 0) {
          start = crossing(roots[last], q);
          if (start > starts[last]) {
            break;
          }
          last--;
        }
        last++;
        roots[last] = q;
        starts[last] = last == 0 ? Double.NEGATIVE_INFINITY : start;
      }
      if (last < 0) {
        return;
      }
      int current = 0;
      for (int q = 0; q < length; q++) {
        while (current < last && starts[current + 1] < q) {
          current++;
        }
        double step = q - roots[current];
        grid[first + q * stride] = (float) (values[roots[current]] + squaredStep * step * step);
      }
    }

    /** Where the parabola of {@code right} falls below that of {@code left}. */
    private double crossing(int left, int right) {
      double rise = (values[right] - values[left]) / squaredStep;
      return (rise + (double) right * right - (double) left * left) / (2.0 * (right - left));
    }
  }
}
