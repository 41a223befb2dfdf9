package io.firenet.core.fabric;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.io.RecordCodec;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Features;
import io.firenet.network.Blocks;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import jakarta.json.JsonObject;
import java.util.List;

/** FIRENet: a dataset's stem, the shared encoder and fabric, the dataset's head. */
public final class FabricNetwork implements NetworkProvider {

  @Override
  public String name() {
    return "firenet";
  }

  @Override
  public String title() {
    return "FIRENet";
  }

  @Override
  public String description() {
    return "encoder and fabric of several resolutions, with the head of each dataset";
  }

  @Override
  public String source() {
    return "Liu et al., Generalisable 3D Fabric Architecture for Streamlined Universal Multi-Dataset"
        + " Medical Image Segmentation, arXiv:2006.15578, 2020";
  }

  @Override
  public JsonObject defaults() {
    return RecordCodec.write(FabricConfig.DEFAULT);
  }

  @Override
  public List<Output> build(NetworkBuilder net, NetworkRequest request) {
    FabricConfig config = RecordCodec.read(FabricConfig.DEFAULT, request.settings());
    Blocks blocks = new Blocks(net, config.normEpsilon(), config.leakySlope());
    Encoder encoder = Encoder.build(blocks, config, request.channels());
    Node fabric = new FabricModule(blocks, config).build(encoder.reduced());
    Features features = new Features(encoder.full(), encoder.half(), fabric);
    return net.part(
        Part.DECODER,
        "decoder",
        () -> request.decoder().build(blocks, features, request.classes()));
  }

  /**
   * @param config settings, the same for all datasets that share a trunk
   * @param channels image channels of the dataset
   * @param decoder the dataset's head
   * @param classes output channels of the head, background included
   * @return the description, with auxiliary outputs
   */
  public static Network build(
      FabricConfig config, int channels, DecoderProvider decoder, int classes) {
    return new FabricNetwork()
        .network(
            new NetworkRequest(
                channels, decoder, classes, RecordCodec.write(config), Fingerprint.ofCubes(180)));
  }
}
