package io.firenet.core.engine.onednn.winograd;

/**
 * For each product of a tile, the sum of the slices of the input that it is of.
 *
 * @param sums with a row for each product
 * @param depth of the image
 * @param sliceBytes of a slice
 */
record TileInputs(SliceSums sums, int depth, int dilation, long sliceBytes) {

  /**
   * Computes them.
   *
   * @param zeros a slice of zeros, which stands in for those outside of the image
   * @param targetStride bytes from one sum to the next
   */
  void execute(DepthTile tile, long source, long zeros, long target, long targetStride) {
    for (int i = 0; i < sums.count(); i++) {
      sums.execute(
          i,
          k -> {
            int slice = tile.first() + (k - 1) * dilation;
            return slice < 0 || slice >= depth ? zeros : source + slice * sliceBytes;
          },
          target + i * targetStride);
    }
  }
}
