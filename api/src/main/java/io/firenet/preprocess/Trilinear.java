package io.firenet.preprocess;

import io.firenet.volume.GridSize;

/**
 * A position between the voxels of a grid, with its eight neighbours and their weights; one per
 * thread. Positions beyond the outermost voxel centres are clamped.
 */
final class Trilinear {

  private final GridSize size;
  private int a;
  private int b;
  private int c;
  private int d;
  private int step;
  private int nearest;
  private double wx;
  private double wy;
  private double wz;

  Trilinear(GridSize size) {
    this.size = size;
  }

  /** Moves to the position x along the width, y along the height and z along the depth. */
  void moveTo(double x, double y, double z) {
    int width = size.width();
    int height = size.height();
    double px = Math.min(Math.max(x, 0), width - 1);
    double py = Math.min(Math.max(y, 0), height - 1);
    double pz = Math.min(Math.max(z, 0), size.depth() - 1);
    int x0 = (int) px;
    int y0 = (int) py;
    int z0 = (int) pz;
    wx = px - x0;
    wy = py - y0;
    wz = pz - z0;
    int rowStep = y0 + 1 < height ? width : 0;
    int sliceStep = z0 + 1 < size.depth() ? width * height : 0;
    step = x0 + 1 < width ? 1 : 0;
    a = (z0 * height + y0) * width + x0;
    b = a + rowStep;
    c = a + sliceStep;
    d = c + rowStep;
    nearest = ((int) (pz + 0.5) * height + (int) (py + 0.5)) * width + (int) (px + 0.5);
  }

  /** The interpolated value of a channel that starts at {@code base}. */
  float valueOf(float[] data, int base) {
    double near =
        mix(
            mix(data[base + a], data[base + a + step], wx),
            mix(data[base + b], data[base + b + step], wx),
            wy);
    double far =
        mix(
            mix(data[base + c], data[base + c + step], wx),
            mix(data[base + d], data[base + d + step], wx),
            wy);
    return (float) mix(near, far, wz);
  }

  private static double mix(double first, double second, double weight) {
    return first + weight * (second - first);
  }

  /** The offset of the nearest voxel. */
  int nearest() {
    return nearest;
  }

  /** Whether all eight neighbours carry the label of the first, {@link #firstOf}. */
  boolean isUniform(short[] labels) {
    short label = labels[a];
    return labels[a + step] == label
        && labels[b] == label
        && labels[b + step] == label
        && labels[c] == label
        && labels[c + step] == label
        && labels[d] == label
        && labels[d + step] == label;
  }

  /** The label of the first neighbour. */
  short firstOf(short[] labels) {
    return labels[a];
  }
}
