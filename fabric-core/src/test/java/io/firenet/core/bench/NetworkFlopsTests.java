package io.firenet.core.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import org.junit.jupiter.api.Test;

class NetworkFlopsTests {

  private static final Network NETWORK =
      FabricNetwork.build(FabricConfig.DEFAULT, 1, new SegmentationDecoder(), 3);

  @Test
  void defaultNetworkHasTheArithmeticOfItsDefinition() {
    assertEquals(34.0e9, NetworkFlops.forward(NETWORK, new GridSize(36, 52, 36)), 0.05e9);
    assertEquals(428.6e9, NetworkFlops.forward(NETWORK, new GridSize(96, 96, 96)), 0.05e9);
  }

  @Test
  void stepTakesThreeTimesAsMuchButForTheImagesGradient() {
    GridSize size = new GridSize(8, 8, 8);
    double imageGradient = 2.0 * 27 * 32 * size.voxels();
    assertEquals(
        3 * NetworkFlops.forward(NETWORK, size) - imageGradient, NetworkFlops.step(NETWORK, size));
  }
}
