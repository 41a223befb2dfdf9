package io.firenet.core.engine.loss;

import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;

/** Targets of the auxiliary outputs. */
public final class LabelPyramid {

  private LabelPyramid() {}

  /**
   * Nearest-neighbour resampling with half-pixel centres: output voxel i of n' takes input voxel
   * {@code floor((i + ½)·n/n')}. Where that one does not count, it takes the nearest to it that
   * does among the input voxels that it covers, so that a few labelled slices or lines are not
   * passed over.
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
          short label = labels[row + source(w, from.width(), to.width())];
          result[at++] =
              label == LabelMap.IGNORED ? known(labels, from, to, new int[] {d, h, w}) : label;
        }
      }
    }
    return result;
  }

  private static short known(short[] labels, GridSize from, GridSize to, int[] voxel) {
    int[] sides = {from.depth(), from.height(), from.width()};
    int[] targets = {to.depth(), to.height(), to.width()};
    int[] middle = new int[3];
    int[] first = new int[3];
    int[] end = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      middle[axis] = source(voxel[axis], sides[axis], targets[axis]);
      first[axis] = (int) ((long) voxel[axis] * sides[axis] / targets[axis]);
      end[axis] = (int) ((voxel[axis] + 1L) * sides[axis] / targets[axis]);
    }
    short label = LabelMap.IGNORED;
    int nearest = Integer.MAX_VALUE;
    for (int d = first[0]; d < end[0]; d++) {
      for (int h = first[1]; h < end[1]; h++) {
        for (int w = first[2]; w < end[2]; w++) {
          short found = labels[(d * from.height() + h) * from.width() + w];
          int distance = square(d - middle[0]) + square(h - middle[1]) + square(w - middle[2]);
          if (found != LabelMap.IGNORED && distance < nearest) {
            nearest = distance;
            label = found;
          }
        }
      }
    }
    return label;
  }

  private static int square(int value) {
    return value * value;
  }

  private static int source(int i, int from, int to) {
    return (int) Math.min(from - 1, (2L * i + 1) * from / (2L * to));
  }
}
