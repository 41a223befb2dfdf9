package io.firenet.core.evaluation;

import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import java.util.Arrays;

/**
 * Distances between the surfaces of two objects, in millimetres.
 *
 * @param hausdorff the largest distance of a surface voxel to the other surface
 * @param hausdorff95 see {@link LabelMetrics}
 * @param mean see {@link LabelMetrics}
 */
record SurfaceDistances(double hausdorff, double hausdorff95, double mean) {

  static final SurfaceDistances UNDEFINED =
      new SurfaceDistances(Double.NaN, Double.NaN, Double.NaN);

  /**
   * Measures one label of two label maps of one grid.
   *
   * @param box the smallest box that holds the label in both; the label must be present in both
   * @param spacingMm along {@code [D,H,W]}
   */
  static SurfaceDistances between(
      short[] a, short[] b, int label, GridSize size, Box box, double[] spacingMm) {
    int[] surfaceA = surface(a, label, size, box);
    int[] surfaceB = surface(b, label, size, box);
    if (surfaceA.length == 0 || surfaceB.length == 0) {
      return UNDEFINED; // nothing but voxels that do not count is around it
    }
    // One grid serves both directions; the nearest surface voxel always lies in the box.
    float[] grid = new float[box.voxels()];
    DistanceTransform transform =
        new DistanceTransform(box.depth(), box.height(), box.width(), spacingMm);
    double[] fromA = distances(surfaceA, surfaceB, grid, transform);
    double[] fromB = distances(surfaceB, surfaceA, grid, transform);
    return new SurfaceDistances(
        Math.max(fromA[fromA.length - 1], fromB[fromB.length - 1]),
        Math.max(percentile(fromA, 0.95), percentile(fromB, 0.95)),
        (Arrays.stream(fromA).sum() + Arrays.stream(fromB).sum()) / (fromA.length + fromB.length));
  }

  /** The distance of every voxel of one surface to the other surface, ascending. */
  private static double[] distances(
      int[] from, int[] to, float[] grid, DistanceTransform transform) {
    Arrays.fill(grid, Float.POSITIVE_INFINITY);
    for (int site : to) {
      grid[site] = 0;
    }
    transform.squaredDistances(grid);
    double[] distances = new double[from.length];
    for (int i = 0; i < from.length; i++) {
      distances[i] = Math.sqrt(grid[from[i]]);
    }
    Arrays.sort(distances);
    return distances;
  }

  /**
   * Indices, within the box, of the label's voxels with one of their six neighbours known to be
   * outside it.
   */
  private static int[] surface(short[] labels, int label, GridSize size, Box box) {
    int[] found = new int[64];
    int count = 0;
    int index = 0;
    for (int d = box.d0(); d < box.d1(); d++) {
      for (int h = box.h0(); h < box.h1(); h++) {
        int row = (d * size.height() + h) * size.width();
        for (int w = box.w0(); w < box.w1(); w++, index++) {
          if (labels[row + w] == label && !enclosed(labels, label, size, d, h, w)) {
            if (count == found.length) {
              found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = index;
          }
        }
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static boolean enclosed(short[] labels, int label, GridSize size, int d, int h, int w) {
    int row = size.width();
    int slice = size.height() * row;
    int i = d * slice + h * row + w;
    return w > 0
        && w < size.width() - 1
        && h > 0
        && h < size.height() - 1
        && d > 0
        && d < size.depth() - 1
        && goesOn(labels[i - 1], label)
        && goesOn(labels[i + 1], label)
        && goesOn(labels[i - row], label)
        && goesOn(labels[i + row], label)
        && goesOn(labels[i - slice], label)
        && goesOn(labels[i + slice], label);
  }

  private static boolean goesOn(short neighbour, int label) {
    return neighbour == label || neighbour == LabelMap.IGNORED;
  }

  /** Linear interpolation between the two closest ranks. */
  static double percentile(double[] ascending, double part) {
    double rank = part * (ascending.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (rank - below) * (ascending[above] - ascending[below]);
  }

  /** A box of voxels, lower bounds included, upper bounds not. */
  record Box(int d0, int d1, int h0, int h1, int w0, int w1) {
    int depth() {
      return d1 - d0;
    }

    int height() {
      return h1 - h0;
    }

    int width() {
      return w1 - w0;
    }

    int voxels() {
      return depth() * height() * width();
    }
  }
}
