package io.firenet.core.fabric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.network.Part;
import io.firenet.volume.GridSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class FabricNetworkTests {

  private static final Network DEFAULT =
      FabricNetwork.build(FabricConfig.DEFAULT, 1, new SegmentationDecoder(), 3);

  @Test
  void defaultNetworkHasThirtyMillionParameters() {
    assertEquals(30.05, DEFAULT.parameters() / 1e6, 0.005);
  }

  @Test
  void oneForwardPassIsThirtyFourGigaflop() {
    assertEquals(34.0, DEFAULT.convolutionFlop(new GridSize(36, 52, 36)) / 1e9, 0.05);
    assertEquals(428.6, DEFAULT.convolutionFlop(new GridSize(96, 96, 96)) / 1e9, 0.05);
  }

  @Test
  void datasetsOfDifferentChannelsShareTheTrunkExactly() {
    Network brain = FabricNetwork.build(FabricConfig.DEFAULT, 4, new SegmentationDecoder(), 4);
    assertEquals(
        DEFAULT.weights(Part.TRUNK).stream().map(w -> w.name() + List.of(w.size())).toList(),
        brain.weights(Part.TRUNK).stream().map(w -> w.name() + List.of(w.size())).toList());
  }

  @Test
  void everySettingChangesTheNetwork() {
    FabricConfig small = new FabricConfig(8, 16, 8, 2, 1, List.of(1, 3), 1e-5, 0.01);
    Network network = FabricNetwork.build(small, 2, new SegmentationDecoder(), 2);
    assertEquals(
        "[16, size/8]", network.outputs().get(2).node().inputs().get(0).shape().toString());
  }

  @Test
  void settingOutOfRangeIsNamed() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new FabricConfig(8, 16, 3, 2, 1, List.of(1), 1e-5, 0.01));
    assertEquals(
        "network setting fabricStride must be a power of two, at least 2, got 3",
        error.getMessage());
  }
}
