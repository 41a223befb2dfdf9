package io.firenet.decoder;

import io.firenet.network.Blocks;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.network.Output;
import java.util.List;

/**
 * The paper's decoder, for heads that answer for every voxel: up from the fabric over the encoder's
 * two levels, with deep supervision at each step. Shapes in the comments are those of the default
 * settings.
 */
public final class FabricDecoder {

  private FabricDecoder() {}

  /**
   * Adds it to a network, see {@link DecoderProvider#build}.
   *
   * @param blocks adds the head's layers
   * @param features what encoder and fabric give
   * @param outputs number of output channels
   * @return three outputs {@code [outputs, …]}: at full, half and a quarter of the resolution
   */
  public static List<Output> build(Blocks blocks, Features features, int outputs) {
    Node r = features.fabric(); // [64, n/4]
    Node d1 = merge(blocks, "d1", r, features.half()); // [64, n/2]
    Node narrow = blocks.convBlock("narrow", 1, 1, 1, channels(features.full()), d1); // [32, n/2]
    Node d0 = merge(blocks, "d0", narrow, features.full()); // [32, n]
    return List.of(
        new Output("logits", blocks.net().pointwise("logits", outputs, d0), false),
        new Output("logits_half", blocks.net().pointwise("logits_half", outputs, d1), true),
        new Output("logits_fabric", blocks.net().pointwise("logits_fabric", outputs, r), true));
  }

  /** {@code Residual(Resize(x) + ConvBlock(skip))}, of the skip's shape. */
  private static Node merge(Blocks blocks, String name, Node x, Node skip) {
    Node up = blocks.net().resize(name + ".resize", skip.shape().divisor(), x);
    Node detail = blocks.convBlock(name + ".skip", 3, 1, 1, channels(skip), skip);
    Node sum = blocks.net().add(name + ".sum", new Layer.Add(), up, detail);
    return blocks.residual(name + ".residual", 1, channels(skip), sum);
  }

  private static int channels(Node node) {
    return node.shape().channels();
  }
}
