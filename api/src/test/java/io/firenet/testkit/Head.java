package io.firenet.testkit;

import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Features;
import io.firenet.network.Blocks;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import java.util.List;

/**
 * A head on a small trunk.
 *
 * @param before the trunk's nodes
 * @param network the whole
 */
record Head(List<Node> before, Network network) {

  /** What a trunk of default settings offers. */
  static final Trunk DEFAULT = new Trunk(32, 64, 4);

  /** Trunks of several settings. */
  static final List<Trunk> TRUNKS =
      List.of(DEFAULT, new Trunk(8, 12, 2), new Trunk(16, 16, 4), new Trunk(12, 8, 8));

  /**
   * The settings of a trunk that a head sees.
   *
   * @param fullChannels channels at full size
   * @param fabricChannels channels at half size and of the fabric, always the same
   * @param fabricStride the fabric's stride against the image
   */
  record Trunk(int fullChannels, int fabricChannels, int fabricStride) {}

  static Head build(DecoderProvider provider, Trunk trunk, int classes) {
    NetworkBuilder net = new NetworkBuilder();
    Blocks blocks = new Blocks(net, 1e-5, 0.01);
    int channels = trunk.fabricChannels();
    Node image = net.input(1);
    Node full = net.conv("full", 3, 1, 1, trunk.fullChannels(), image);
    Node half = net.conv("half", 3, 2, 1, channels, full);
    Node fabric = net.conv("fabric", 3, trunk.fabricStride() / 2, 1, channels, half);
    Features features = new Features(full, half, fabric);
    List<Output> outputs =
        net.part(Part.DECODER, "decoder", () -> provider.build(blocks, features, classes));
    return new Head(List.of(image, full, half, fabric), net.build(outputs));
  }

  /** The nodes that the head added. */
  List<Node> added() {
    return network.nodes().stream().filter(node -> !before.contains(node)).toList();
  }
}
