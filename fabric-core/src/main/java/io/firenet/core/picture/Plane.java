package io.firenet.core.picture;

import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;

/**
 * A slice of a grid, seen so that right, front and head point to the right or upwards; in the
 * {@link ViewConvention#RADIOLOGICAL} convention right points to the left.
 */
final class Plane {

  private static final String POSITIVE = "RAS";
  private static final String NEGATIVE = "LPI";

  private final int horizontal;
  private final int vertical;
  private final boolean mirrored;
  private final Axis u;
  private final Axis v;
  private final int offset;

  /**
   * @param horizontal world axis that runs to the right: 0 (right) or 1 (front)
   * @param vertical world axis that runs upwards: 1 (front) or 2 (head)
   * @param index of the slice along the voxel axis that is neither
   */
  Plane(ImageGeometry geometry, int horizontal, int vertical, int[] index) {
    this(geometry, horizontal, vertical, index, ViewConvention.NEUROLOGICAL);
  }

  /**
   * A slice in one of the conventions.
   *
   * @param horizontal world axis that runs to the right, or, mirrored, to the left: 0 or 1
   * @param vertical world axis that runs upwards: 1 (front) or 2 (head)
   * @param index of the slice along the voxel axis that is neither
   */
  Plane(
      ImageGeometry geometry,
      int horizontal,
      int vertical,
      int[] index,
      ViewConvention convention) {
    ViewOrientation orientation = ViewOrientation.of(geometry.voxelToWorld());
    this.horizontal = horizontal;
    this.vertical = vertical;
    this.mirrored = horizontal == 0 && convention == ViewConvention.RADIOLOGICAL;
    this.u = Axis.of(geometry, orientation, horizontal, mirrored);
    this.v = Axis.of(geometry, orientation, vertical, false);
    int normal = orientation.voxelAxis()[3 - horizontal - vertical];
    this.offset = index[normal] * Axis.stride(geometry.size(), normal);
  }

  double widthMm() {
    return u.count * u.spacingMm;
  }

  double heightMm() {
    return v.count * v.spacingMm;
  }

  /** The letters at the left, right, upper and lower edge. */
  String letters() {
    return ""
        + (mirrored ? POSITIVE : NEGATIVE).charAt(horizontal)
        + (mirrored ? NEGATIVE : POSITIVE).charAt(horizontal)
        + POSITIVE.charAt(vertical)
        + NEGATIVE.charAt(vertical);
  }

  /** The image at a point given in mm from the left and from the upper edge, bilinear. */
  double intensity(float[] data, double xMm, double yMm) {
    Cell cell = new Cell(xMm, yMm);
    double sum = 0;
    for (int corner = 0; corner < 4; corner++) {
      sum += cell.weight(corner) * data[cell.index(corner)];
    }
    return sum;
  }

  /**
   * The label with the largest bilinear weight at a point: nearest neighbour with round corners.
   */
  int label(short[] data, double xMm, double yMm) {
    Cell cell = new Cell(xMm, yMm);
    int best = 0;
    double bestWeight = -1;
    for (int corner = 0; corner < 4; corner++) {
      int label = data[cell.index(corner)];
      double weight = 0;
      for (int other = 0; other < 4; other++) {
        weight += data[cell.index(other)] == label ? cell.weight(other) : 0;
      }
      if (weight > bestWeight) {
        bestWeight = weight;
        best = label;
      }
    }
    return best;
  }

  /** The four voxels around a point. */
  private final class Cell {
    private final double pu;
    private final double pv;

    Cell(double xMm, double yMm) {
      pu = u.position(xMm);
      pv = v.position(heightMm() - yMm);
    }

    double weight(int corner) {
      double fu = pu - Math.floor(pu);
      double fv = pv - Math.floor(pv);
      return ((corner & 1) == 0 ? 1 - fu : fu) * ((corner & 2) == 0 ? 1 - fv : fv);
    }

    int index(int corner) {
      return offset + u.offset((int) pu + (corner & 1)) + v.offset((int) pv + (corner >> 1));
    }
  }

  private record Axis(int count, double spacingMm, int stride, boolean reversed) {

    static Axis of(
        ImageGeometry geometry, ViewOrientation orientation, int world, boolean mirrored) {
      int axis = orientation.voxelAxis()[world];
      GridSize size = geometry.size();
      int[] counts = {size.width(), size.height(), size.depth()};
      return new Axis(
          counts[axis],
          geometry.voxelToWorld().columnNorm(axis),
          stride(size, axis),
          orientation.reversed()[world] != mirrored);
    }

    static int stride(GridSize size, int axis) {
      return axis == 0 ? 1 : axis == 1 ? size.width() : size.width() * size.height();
    }

    /** The continuous voxel index, clamped to the grid, of a distance from the negative edge. */
    double position(double mm) {
      double along = mm / spacingMm - 0.5;
      return Math.max(0, Math.min(count - 1, reversed ? count - 1 - along : along));
    }

    int offset(int index) {
      return Math.min(index, count - 1) * stride;
    }
  }
}
