package io.firenet.preprocess;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;

/**
 * The order and direction in which a grid's axes come closest to RAS+.
 *
 * @param sourceAxis per oriented axis (0 to the right, 1 to the front, 2 to the head) the grid's
 *     axis that runs along it (0 is the width, NIfTI's i)
 * @param flipped whether that axis runs against it
 */
record Orientation(int[] sourceAxis, boolean[] flipped) {

  private static final int[][] ORDERS = {
    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}
  };

  /**
   * Weights of the cosines that decide a tie (an axis at 45° between two others), so that the
   * choice depends on where the axes point and never on the order in which a file stores them.
   */
  private static final double[] TIE = {0, 1.3e-6, -0.9e-6, -0.7e-6, 0, 1.1e-6, 0.5e-6, 0.3e-6, 0};

  /** The best of all 48 orders and directions: the largest sum of cosines with the RAS+ axes. */
  static Orientation closestRas(Affine affine) {
    double best = Double.NEGATIVE_INFINITY;
    int[] bestOrder = ORDERS[0];
    int bestFlips = 0;
    for (int[] order : ORDERS) {
      for (int flips = 0; flips < 8; flips++) {
        double score = 0;
        for (int axis = 0; axis < 3; axis++) {
          double cosines = score(affine, order[axis], axis);
          score += (flips >> axis & 1) == 0 ? cosines : -cosines;
        }
        if (score > best) {
          best = score;
          bestOrder = order;
          bestFlips = flips;
        }
      }
    }
    return new Orientation(
        bestOrder.clone(),
        new boolean[] {(bestFlips & 1) != 0, (bestFlips & 2) != 0, (bestFlips & 4) != 0});
  }

  private static double score(Affine affine, int column, int axis) {
    double sum = affine.get(axis, column);
    for (int row = 0; row < 3; row++) {
      sum += TIE[axis * 3 + row] * affine.get(row, column);
    }
    return sum / affine.columnNorm(column);
  }

  /** Whether the grid already is in the closest order. */
  boolean isIdentity() {
    for (int axis = 0; axis < 3; axis++) {
      if (sourceAxis[axis] != axis || flipped[axis]) {
        return false;
      }
    }
    return true;
  }

  /** The same voxels in the closest order. */
  ImageGeometry apply(ImageGeometry source) {
    Affine from = source.voxelToWorld();
    double[] rows = new double[12];
    for (int row = 0; row < 3; row++) {
      double origin = from.get(row, 3);
      for (int axis = 0; axis < 3; axis++) {
        double step = from.get(row, sourceAxis[axis]);
        rows[row * 4 + axis] = flipped[axis] ? -step : step;
        if (flipped[axis]) {
          origin += step * (side(source.size(), sourceAxis[axis]) - 1);
        }
      }
      rows[row * 4 + 3] = origin;
    }
    GridSize size =
        new GridSize(
            side(source.size(), sourceAxis[2]),
            side(source.size(), sourceAxis[1]),
            side(source.size(), sourceAxis[0]));
    return new ImageGeometry(size, Affine.of(rows));
  }

  /** Voxels along an affine's column: 0 is the width, 1 the height, 2 the depth. */
  static int side(GridSize size, int axis) {
    return axis == 0 ? size.width() : axis == 1 ? size.height() : size.depth();
  }
}
