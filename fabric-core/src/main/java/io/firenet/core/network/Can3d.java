package io.firenet.core.network;

import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.io.RecordCodec;
import io.firenet.network.Blocks;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.Part;
import jakarta.json.JsonObject;
import java.util.List;

/**
 * CAN3D: a compact network without a pyramid, whose dilated convolutions aggregate context at half
 * the resolution.
 *
 * <p>Its paper's table of layers was not at hand: this is the context aggregation network of Chen
 * et al. (Fast Image Processing with Fully-Convolutional Networks, ICCV 2017) on which it builds,
 * in 3D, between a strided convolution and an up-convolution. Ours are therefore the 32 channels,
 * the dilations up to 16, and instance norms for the adaptive ones.
 */
public final class Can3d implements NetworkProvider {

  private static final Settings DEFAULT = new Settings(32, List.of(1, 2, 4, 8, 16, 1));

  /**
   * The settings.
   *
   * @param channels of every layer
   * @param dilations of the context module's convolutions
   */
  public record Settings(int channels, List<Integer> dilations) {
    public Settings {
      dilations = List.copyOf(dilations);
      NetworkSettings.check("channels", channels, 1, 1024);
      NetworkSettings.check("number of dilations", dilations.size(), 1, 32);
      dilations.forEach(dilation -> NetworkSettings.check("dilations", dilation, 1, 64));
    }
  }

  @Override
  public String name() {
    return "can-3d";
  }

  @Override
  public String title() {
    return "CAN3D";
  }

  @Override
  public String description() {
    return "CAN3D: compact context aggregation by dilated convolutions";
  }

  @Override
  public String source() {
    return "Dai et al., CAN3D: Fast 3D Medical Image Segmentation via Compact Context Aggregation,"
        + " Medical Image Analysis 82, 2022";
  }

  @Override
  public JsonObject defaults() {
    return RecordCodec.write(DEFAULT);
  }

  @Override
  public List<Output> build(NetworkBuilder net, NetworkRequest request) {
    request.requireSegmentation(name());
    Settings settings = RecordCodec.read(DEFAULT, request.settings());
    Blocks blocks = new Blocks(net, 1e-5, 0.2); // the slope of Chen et al.
    int c = settings.channels;
    Node image = net.input(request.channels()); // [C, n]
    Node x =
        net.part(Part.STEM, "stem", () -> blocks.convBlock("conv", 3, 2, 1, c, image)); // [32, n/2]
    for (int i = 0; i < settings.dilations.size(); i++) {
      x = blocks.convBlock("context" + i, 3, 1, settings.dilations.get(i), c, x); // [32, n/2]
    }
    Node up = net.convTranspose("up", c, x); // [32, n]
    Node full = blocks.convBlock("full", 3, 1, 1, c, up); // [32, n]
    return Segmentation.output(net, request.classes(), full); // [K, n]
  }
}
