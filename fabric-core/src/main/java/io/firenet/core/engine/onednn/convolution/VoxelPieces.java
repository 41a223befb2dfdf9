package io.firenet.core.engine.onednn.convolution;

/**
 * A number of voxels in pieces of few lengths, so that images of all sizes share the operations on
 * them. The last piece may be longer than what is left for it.
 *
 * @param longest length of a piece, a power of two
 */
record VoxelPieces(int longest) {

  private static final int SHORTEST = 128;

  /** A longer piece in place of several that it exceeds by no more than this. */
  private static final double MOST_FILLED = 1.25;

  /**
   * The length of the next piece where so many voxels are left, a power of two or one and a half of
   * one; no other will be longer.
   */
  int next(long left) {
    int below = SHORTEST;
    int length = SHORTEST;
    while (length < left && length < longest) {
      below = length;
      length += Integer.bitCount(length) == 1 ? length / 2 : length / 3;
    }
    return length > MOST_FILLED * left && length > SHORTEST ? below : length;
  }
}
