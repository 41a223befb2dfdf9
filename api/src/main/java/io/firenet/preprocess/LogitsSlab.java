package io.firenet.preprocess;

import io.firenet.volume.GridSize;

/**
 * Consecutive planes of logits that are final. Slabs come in order; each but the first begins with
 * the last plane of the one before, so that positions between planes can be interpolated.
 *
 * @param data {@code [K,stored,H,W]}; valid until the next slab comes
 * @param grid the size of the whole grid
 * @param stored planes that data holds
 * @param first the grid's plane that is data's first
 * @param from the first final plane of the grid
 * @param to the plane after the last final one
 */
record LogitsSlab(float[] data, GridSize grid, int stored, int first, int from, int to) {

  /** The one slab of a grid that was computed in one piece. */
  static LogitsSlab whole(float[] logits, GridSize grid) {
    return new LogitsSlab(logits, grid, grid.depth(), 0, 0, grid.depth());
  }

  /** The size of the final planes. */
  GridSize size() {
    return new GridSize(to - from, grid.height(), grid.width());
  }

  /** Where a class's first final plane begins in data. */
  int base(int classIndex) {
    return (classIndex * stored + from - first) * plane();
  }

  /** Whether this is the slab that decides a position along the grid's depth. */
  boolean decides(double z) {
    int cell = cell(z);
    return cell >= from && cell < end();
  }

  /** Whether this slab decides no position between two. */
  boolean decidesNone(double z, double otherZ) {
    int a = cell(z);
    int b = cell(otherZ);
    return Math.max(a, b) < from || Math.min(a, b) >= end();
  }

  private int cell(double z) {
    return (int) Math.min(Math.max(z, 0), grid.depth() - 1);
  }

  private int end() {
    return to == grid.depth() ? to : to - 1;
  }

  /** Copies the final planes to their place in {@code [K,D,H,W]}. */
  void copyTo(float[] whole, int classes) {
    for (int k = 0; k < classes; k++) {
      int out = (k * grid.depth() + from) * plane();
      System.arraycopy(data, base(k), whole, out, (to - from) * plane());
    }
  }

  private int plane() {
    return grid.height() * grid.width();
  }
}
