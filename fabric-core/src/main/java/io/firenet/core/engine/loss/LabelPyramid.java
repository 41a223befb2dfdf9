package io.firenet.core.engine.loss;

import io.firenet.volume.GridSize;

/** Targets of the auxiliary outputs. */
public final class LabelPyramid {

  private LabelPyramid() {}

  /**
   * Nearest-neighbour resampling with half-pixel centres: output voxel i of n' takes input voxel
   * {@code floor((i + ½)·n/n')}.
   */
  public static short[] nearest(short[] labels, GridSize from, GridSize to) {
    if (from.equals(to)) {
      return labels;
    }
    short[] result = new short[(int) to.voxels()];
    int at = 0;
    for (int d = 0; d < to.depth(); d++) {
      int sourceD = source(d, from.depth(), to.depth());
      for (int h = 0; h < to.height(); h++) {
        int row = (sourceD * from.height() + source(h, from.height(), to.height())) * from.width();
        for (int w = 0; w < to.width(); w++) {
          result[at++] = labels[row + source(w, from.width(), to.width())];
        }
      }
    }
    return result;
  }

  private static int source(int i, int from, int to) {
    return (int) Math.min(from - 1, (2L * i + 1) * from / (2L * to));
  }
}
