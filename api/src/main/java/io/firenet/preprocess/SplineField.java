package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import java.util.Random;

/**
 * A smooth random vector field on a grid: a cubic B-spline whose control points are drawn from a
 * normal distribution.
 */
final class SplineField {

  /** Variance of a cubic B-spline of unit white noise per axis, averaged over a cell: 151/315. */
  private static final double VARIANCE_PER_AXIS = 151.0 / 315;

  private final int[] controls = new int[3]; // along width, height, depth
  private final int[][] cells = new int[3][];
  private final double[][] weights = new double[3][];
  private final float[][] values = new float[3][]; // per component [depth, height, width]

  /**
   * @param spacing voxels between control points along width, height, depth
   * @param standardDeviation of the field's components along width, height, depth, in voxels
   */
  SplineField(GridSize size, double[] spacing, double[] standardDeviation, Random random) {
    int points = 1;
    for (int axis = 0; axis < 3; axis++) {
      int side = Orientation.side(size, axis);
      controls[axis] = (int) ((side - 1) / spacing[axis]) + 4;
      points = Math.multiplyExact(points, controls[axis]);
      cells[axis] = new int[side];
      weights[axis] = new double[side * 4];
      for (int i = 0; i < side; i++) {
        cells[axis][i] = (int) (i / spacing[axis]);
        basis(i / spacing[axis] - cells[axis][i], weights[axis], i * 4);
      }
    }
    for (int component = 0; component < 3; component++) {
      values[component] = new float[points];
      double scale = standardDeviation[component] / Math.pow(VARIANCE_PER_AXIS, 1.5);
      for (int i = 0; i < points; i++) {
        values[component][i] = (float) (random.nextGaussian() * scale);
      }
    }
  }

  private static void basis(double t, double[] out, int at) {
    double u = 1 - t;
    out[at] = u * u * u / 6;
    out[at + 1] = (3 * t * t * t - 6 * t * t + 4) / 6;
    out[at + 2] = (3 * u * u * u - 6 * u * u + 4) / 6;
    out[at + 3] = t * t * t / 6;
  }

  /** Writes one component of the field along row {@code (z, y)} to {@code out}. */
  void row(int component, int z, int y, double[] controlRow, double[] out) {
    float[] field = values[component];
    int width = controls[0];
    for (int x = 0; x < width; x++) {
      double sum = 0;
      for (int k = 0; k < 4; k++) {
        int slice = (cells[2][z] + k) * controls[1] + cells[1][y];
        double wz = weights[2][z * 4 + k];
        for (int j = 0; j < 4; j++) {
          sum += wz * weights[1][y * 4 + j] * field[(slice + j) * width + x];
        }
      }
      controlRow[x] = sum;
    }
    for (int x = 0; x < out.length; x++) {
      int cell = cells[0][x];
      int w = x * 4;
      out[x] =
          weights[0][w] * controlRow[cell]
              + weights[0][w + 1] * controlRow[cell + 1]
              + weights[0][w + 2] * controlRow[cell + 2]
              + weights[0][w + 3] * controlRow[cell + 3];
    }
  }

  /** Length of a row of control points. */
  int controlRowLength() {
    return controls[0];
  }
}
