package io.firenet.core.fabric;

import io.firenet.network.Blocks;
import io.firenet.network.Node;
import io.firenet.network.Part;

/**
 * The shared encoder with a dataset's own stem in front. Shapes in the comments are those of the
 * default settings, as channels and size.
 *
 * @param full level 0
 * @param half level 1
 * @param reduced the fabric's input
 */
record Encoder(Node full, Node half, Node reduced) {

  static Encoder build(Blocks blocks, FabricConfig config, int channels) {
    int c0 = config.stemChannels();
    int c1 = config.fabricChannels();
    Node image = blocks.net().input(channels); // [channels, n]
    Node stem =
        blocks.net().part(Part.STEM, "stem", () -> blocks.convBlock("conv", 3, 1, 1, c0, image));
    return blocks.net().scope("encoder", () -> levels(blocks, config, c0, c1, stem));
  }

  private static Encoder levels(Blocks blocks, FabricConfig config, int c0, int c1, Node stem) {
    Node full = blocks.residual("level0", 1, c0, stem); // [32, n]
    Node half = blocks.residual("level1", 2, c1, full); // [64, n/2]
    Node x = half;
    for (int stride = 4; stride <= config.fabricStride(); stride *= 2) {
      x = blocks.convBlock("reduce" + stride, 3, 2, 1, c1, x); // [64, n/4]
    }
    return new Encoder(full, half, x);
  }
}
