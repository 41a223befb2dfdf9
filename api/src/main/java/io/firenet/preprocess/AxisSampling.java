package io.firenet.preprocess;

/**
 * Where the voxels of one axis of a new grid fall on an axis of the old: the offsets in the old
 * grid's array of the two neighbours and the weight of the second.
 */
record AxisSampling(int[] first, int[] second, double[] weight, int[] nearest) {

  /**
   * Both axes share their centre; positions beyond the outermost voxel centres are clamped.
   *
   * @param from voxels of the old axis
   * @param to voxels of the new axis
   * @param step old voxels per new voxel
   * @param stride distance of two neighbours in the old array, negative where the axis is flipped
   */
  static AxisSampling of(int from, int to, double step, int stride) {
    int[] first = new int[to];
    int[] second = new int[to];
    double[] weight = new double[to];
    int[] nearest = new int[to];
    int start = stride < 0 ? (from - 1) * -stride : 0;
    for (int i = 0; i < to; i++) {
      double position = (i - (to - 1) / 2.0) * step + (from - 1) / 2.0;
      position = Math.min(Math.max(position, 0), from - 1);
      int index = (int) position;
      first[i] = start + index * stride;
      second[i] = start + Math.min(index + 1, from - 1) * stride;
      weight[i] = position - index;
      nearest[i] = start + (int) (position + 0.5) * stride;
    }
    return new AxisSampling(first, second, weight, nearest);
  }
}
