package io.firenet.core.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Part;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The networks have the sizes that their papers state, where they state any. */
class NetworkSizeTests {

  private static NetworkRequest request(
      NetworkProvider provider, int channels, int classes, Fingerprint fingerprint) {
    return new NetworkRequest(
        channels, new SegmentationDecoder(), classes, provider.defaults(), fingerprint);
  }

  private static Network network(NetworkProvider provider, int channels, int classes) {
    return provider.network(request(provider, channels, classes, Fingerprint.ofCubes(128)));
  }

  /** Parameters with one vector for each norm, where ours have scale and bias. */
  private static long withBiases(Network network) {
    long scales =
        network.weights().stream()
            .filter(weight -> weight.name().endsWith(".scale"))
            .mapToLong(WeightSpec::size)
            .sum();
    return network.parameters() - scales;
  }

  /** "The architecture has 19069955 parameters in total", with 3 channels and 3 labels. */
  @Test
  void unet3dHasThePublishedParameters() {
    assertEquals(19_069_955, withBiases(network(new UNet3d(), 3, 3)));
  }

  /**
   * 65.17 million is what later papers count for V-Net, whose own paper gives no number; this one's
   * strided convolutions have 27 taps instead of 8.
   */
  @Test
  void vnetHasTheParametersThatAreCountedForIt() {
    long strided = 16 * 32 + 32 * 64 + 64 * 128 + 128 * 256;
    long paper = withBiases(network(new VNet(), 1, 2)) - (27 - 8) * strided;
    assertEquals(65.17e6, paper, 0.01e6);
  }

  /** "Reduced the number of parameters up to two orders of magnitude", against V-Net the most. */
  @Test
  void can3dIsCompact() {
    long can = network(new Can3d(), 1, 6).parameters();
    assertTrue(can * 100 < network(new VNet(), 1, 6).parameters(), () -> can + " parameters");
  }

  /** A further dataset adds little to what all share. Its paper's counts were not at hand. */
  @Test
  void adaptersOfTheUniversalNetworkAreSmall() {
    Network network = network(new UniversalUNet3d(), 1, 2);
    long own = network.parameters(Part.STEM, Part.DECODER);
    assertTrue(own * 20 < network.parameters(Part.TRUNK), () -> own + " of one dataset");
  }

  /** nnU-Net pools hippocampus (median 36×50×35) three times and 128³ patches five times. */
  @Test
  void plainUNetConfiguresItselfAsNnUNetDoes() {
    PlainUNet plain = new PlainUNet();
    Fingerprint hippocampus = new Fingerprint(new GridSize(36, 50, 35), 1);
    assertEquals(OptionalInt.of(50), plain.patchSide(request(plain, 1, 3, hippocampus)));
    assertEquals(8, coarsest(plain.network(request(plain, 1, 3, hippocampus))));
    Fingerprint abdomen = new Fingerprint(new GridSize(400, 350, 350), 1);
    assertEquals(OptionalInt.of(128), plain.patchSide(request(plain, 1, 3, abdomen)));
    Network large = plain.network(request(plain, 1, 3, abdomen));
    assertEquals(32, coarsest(large));
    assertEquals(4, large.outputs().size());
    assertEquals(320, widest(large));
  }

  private static int coarsest(Network network) {
    return network.nodes().stream().mapToInt(node -> node.shape().divisor()).max().orElseThrow();
  }

  private static int widest(Network network) {
    return network.nodes().stream()
        .filter(node -> node.layer() instanceof Layer.Conv)
        .mapToInt(node -> node.shape().channels())
        .max()
        .orElseThrow();
  }
}
