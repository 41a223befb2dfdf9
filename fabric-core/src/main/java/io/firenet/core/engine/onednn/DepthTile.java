package io.firenet.core.engine.onednn;

import java.util.ArrayList;
import java.util.List;

/**
 * Slices of the output of a convolution of three taps along depth that are computed together from
 * two slices more of the input. Both are {@code dilation} slices apart from each other.
 *
 * @param output the first slice of the output
 * @param form how many there are
 */
record DepthTile(int output, Form form) {

  /**
   * How much of a tile lies inside of the image.
   *
   * @param outputs slices of the output
   * @param skipped slices of the input that lie in front
   * @param inputs slices of the input that follow and lie inside
   */
  record Form(int outputs, int skipped, int inputs) {}

  /** The tiles of an image of some depth, of m slices of output but for the last ones. */
  static List<DepthTile> of(int depth, int dilation, int m) {
    List<DepthTile> tiles = new ArrayList<>();
    for (int first = 0; first < Math.min(dilation, depth); first++) {
      int length = (depth - first + dilation - 1) / dilation;
      for (int at = 0; at < length; at += m) {
        int skipped = at == 0 ? 1 : 0;
        int inputs = Math.min(m + 2, length - at + 1) - skipped;
        Form form = new Form(Math.min(m, length - at), skipped, inputs);
        tiles.add(new DepthTile(first + at * dilation, form));
      }
    }
    return tiles;
  }

  /** The first slice of the input that lies inside. */
  int input(int dilation) {
    return output - (1 - form.skipped) * dilation;
  }
}
