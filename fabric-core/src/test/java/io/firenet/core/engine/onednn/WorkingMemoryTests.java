package io.firenet.core.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.Computes;
import io.firenet.core.engine.Precision;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate of what oneDNN works in against what it takes. */
class WorkingMemoryTests {

  private static final FabricConfig CONFIG =
      new FabricConfig(32, 64, 4, 2, 1, List.of(1, 2), 1e-5, 0.01);

  /** Most of it for operations whose memory is not asked for, in the library and three lanes. */
  private static final long SLACK = 35L << 20;

  @ParameterizedTest
  @CsvSource({"F32,40,44,36", "F32,80,64,72", "BF16,40,44,36", "BF16,80,64,72"})
  void estimateIsSomewhatMoreThanIsTaken(Precision precision, int d, int h, int w) {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
    assumeTrue(
        precision == Precision.F32 || OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    GridSize size = new GridSize(d, h, w);
    Network network = FabricNetwork.build(CONFIG, 1, new SegmentationDecoder(), 3);
    long estimate = WorkingMemory.bytes(network, precision.type(), size);
    int voxels = (int) size.voxels();
    try (TrainingEngine engine =
        new TrainingEngine(Map.of("a", network), 1, Map.of(), precision, Computes.ONEDNN)) {
      engine.network("a").gradients(new float[voxels], new short[voxels], size);
      long taken = engine.workingBytes();
      assertTrue(taken <= estimate, () -> "took %d of %d".formatted(taken, estimate));
      assertTrue(taken >= estimate - SLACK, () -> "took %d of %d".formatted(taken, estimate));
    }
  }

  @Test
  void whatIsCompiledGrowsWithTheSizesUntilSomeAreForgotten() {
    Network network = FabricNetwork.build(CONFIG, 1, new SegmentationDecoder(), 3);
    long one = new OneDnnLibrary().compiledBytes(network, 1);
    assertEquals(100 * one, new OneDnnLibrary().compiledBytes(network, 100));
    assertEquals(
        new OneDnnLibrary().compiledBytes(network, 10_000),
        new OneDnnLibrary().compiledBytes(network, Integer.MAX_VALUE));
  }
}
