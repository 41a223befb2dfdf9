package io.firenet.core.engine.onednn.winograd;

import java.util.ArrayList;
import java.util.List;

/**
 * Slices of the output of a convolution of three taps along depth that are computed together from
 * two slices more of the input, one of which comes before the first. All are {@code dilation}
 * slices apart from each other.
 *
 * @param first slice of the output
 * @param outputs how many there are
 */
record DepthTile(int first, int outputs) {

  /** The tiles of an image of some depth, of m slices of output but for the last ones. */
  static List<DepthTile> of(int depth, int dilation, int m) {
    List<DepthTile> tiles = new ArrayList<>();
    for (int offset = 0; offset < Math.min(dilation, depth); offset++) {
      int length = (depth - offset + dilation - 1) / dilation;
      for (int at = 0; at < length; at += m) {
        tiles.add(new DepthTile(offset + at * dilation, Math.min(m, length - at)));
      }
    }
    return tiles;
  }
}
