package io.firenet.core.fabric;

import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Features;
import io.firenet.network.Blocks;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import java.util.List;

/** FIRENet for one dataset: its stem, the shared encoder and fabric, its head. */
public final class FabricNetwork {

  private FabricNetwork() {}

  /**
   * @param config settings, the same for all datasets that share a trunk
   * @param channels image channels of the dataset
   * @param decoder the dataset's head
   * @param classes output channels of the head, background included
   */
  public static Network build(
      FabricConfig config, int channels, DecoderProvider decoder, int classes) {
    NetworkBuilder net = new NetworkBuilder();
    Blocks blocks = new Blocks(net, config.normEpsilon(), config.leakySlope());
    Encoder encoder = Encoder.build(blocks, config, channels);
    Node fabric = new FabricModule(blocks, config).build(encoder.reduced());
    Features features = new Features(encoder.full(), encoder.half(), fabric);
    List<Output> outputs =
        net.part(Part.DECODER, "decoder", () -> decoder.build(blocks, features, classes));
    return net.build(outputs);
  }
}
