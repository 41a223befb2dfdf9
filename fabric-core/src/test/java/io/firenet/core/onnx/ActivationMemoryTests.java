package io.firenet.core.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivationMemoryTests {

  private static final ExportOptions VOLUMES =
      new ExportOptions(ExportPrecision.F32, ExportTarget.GPU);

  @Test
  void resultsAreHeldUntilTheirLastReaderAndActivationsCostNothing() {
    NetworkBuilder builder = new NetworkBuilder();
    Node image = builder.input(1); // 4 bytes a voxel, held all the time
    Node conv = builder.conv("conv", 3, 1, 1, 4, image); // + 16
    Node norm = builder.add("norm", new Layer.InstanceNorm(1e-5), conv); // + 16: 36, then 20
    Node active = builder.add("active", new Layer.LeakyRelu(0.01), norm); // in place
    Node half = builder.conv("half", 3, 2, 1, 8, active); // + 4
    Node back = builder.resize("back", 1, half); // + 32: 56
    Node skip = builder.conv("skip", 1, 1, 1, 8, active); // + 32: 84, the most; then 68
    Node sum = builder.add("sum", new Layer.Add(), back, skip); // in place
    Node logits = builder.pointwise("logits", 2, sum); // + 8
    Network network = builder.build(List.of(new Output("logits", logits, false)));
    assertEquals(84, ActivationMemory.bytesPerVoxel(network, VOLUMES));
  }

  @Test
  void convolutionsOfSlicesNeedRoomForTriples() {
    NetworkBuilder builder = new NetworkBuilder();
    Node image = builder.input(1); // 4 bytes a voxel
    Node wide = builder.pointwise("wide", 16, image); // 64
    Node norm = builder.add("norm", new Layer.InstanceNorm(1e-5), wide); // 64; wide is freed
    Node conv = builder.conv("conv", 3, 1, 1, 16, norm);
    Node logits = builder.pointwise("logits", 2, conv); // 8
    Network network = builder.build(List.of(new Output("logits", logits, false)));
    assertEquals(4 + 64 + 64, ActivationMemory.bytesPerVoxel(network, VOLUMES));
    // padded, an eighth of the triples in two layouts, output
    int slices = 4 + 64 + 64 + 2 * 3 * 64 / 8 + 64;
    assertEquals(slices, ActivationMemory.bytesPerVoxel(network, ExportOptions.DEFAULT));
    ExportOptions integers = new ExportOptions(ExportPrecision.INT8, ExportTarget.CPU);
    // in bytes: padded, taps and triples
    int bytes = 4 + 64 + 16 + 2 * 3 * 16;
    assertEquals(bytes, ActivationMemory.bytesPerVoxel(network, integers));
  }

  @Test
  void widerNetworkTakesMore() {
    int narrow = ActivationMemory.bytesPerVoxel(fabric(8), VOLUMES);
    int wide = ActivationMemory.bytesPerVoxel(fabric(16), VOLUMES);
    assertTrue(wide > 1.8 * narrow && wide < 2.2 * narrow, narrow + " and " + wide);
  }

  private static Network fabric(int channels) {
    FabricConfig config =
        new FabricConfig(channels, 2 * channels, 4, 2, 1, List.of(1, 2), 1e-5, 0.01);
    return FabricNetwork.build(config, 1, new SegmentationDecoder(), 3).withoutAuxiliary();
  }
}
