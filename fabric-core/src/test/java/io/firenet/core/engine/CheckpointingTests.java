package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.core.engine.step.StepMemory;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointingTests {

  private static final FabricConfig CONFIG =
      new FabricConfig(16, 16, 4, 3, 2, List.of(1, 2), 1e-5, 0.01);

  private static final Network FABRIC =
      FabricNetwork.build(CONFIG, 2, new SegmentationDecoder(), 3);

  private static final Network U_NET = UNet.build();

  private static final Network SUMMED = SummedOutputs.build();

  /** With several, nodes may be computed side by side where nothing is computed again. */
  @RegisterExtension final ThreadLimit threads = new ThreadLimit(1);

  @ParameterizedTest
  @EnumSource
  void whatIsComputedAgainIsTheSameToTheBit(Checkpointing checkpointing) {
    GridSize size = new GridSize(17, 11, 20);
    for (Network network : List.of(FABRIC, U_NET)) {
      Run expected = run(network, Checkpointing.OFF, Precision.F32, size);
      Run found = run(network, checkpointing, Precision.F32, size);
      assertEquals(expected.loss, found.loss);
      assertArrayEquals(expected.trunk, found.trunk);
      assertArrayEquals(expected.own, found.own);
    }
  }

  @Test
  void savesMemory() {
    GridSize size = new GridSize(32, 32, 32);
    long off = run(FABRIC, Checkpointing.OFF, Precision.F32, size).peakBytes;
    long cheap = run(FABRIC, Checkpointing.CHEAP, Precision.F32, size).peakBytes;
    long full = run(FABRIC, Checkpointing.FULL, Precision.F32, size).peakBytes;
    assertTrue(cheap < 0.9 * off, () -> "off takes %d bytes, cheap %d".formatted(off, cheap));
    assertTrue(full < 0.8 * cheap, () -> "cheap takes %d bytes, full %d".formatted(cheap, full));
  }

  @ParameterizedTest
  @EnumSource
  void takesTheMemoryThatWasForetold(Checkpointing checkpointing) {
    for (GridSize size : List.of(new GridSize(40, 28, 33), new GridSize(31, 57, 44))) {
      for (Network network : List.of(FABRIC, U_NET, SUMMED)) {
        takesTheMemoryThatWasForetold(network, checkpointing, Precision.F32, size);
        if (OneDnn.supportsBfloat16()) {
          takesTheMemoryThatWasForetold(network, checkpointing, Precision.BF16, size);
        }
      }
    }
  }

  @Test
  void sparesWhatIsQuicklyComputedOfLargeImages() {
    GridSize large = new GridSize(60, 70, 65);
    takesTheMemoryThatWasForetold(FABRIC, Checkpointing.OFF, Precision.F32, large);
    long off = StepMemory.bytes(FABRIC, Checkpointing.OFF, ElementType.FLOAT32, large);
    long perVoxel = off / large.voxels();
    GridSize small = new GridSize(60, 60, 65);
    long before = StepMemory.bytes(FABRIC, Checkpointing.OFF, ElementType.FLOAT32, small);
    assertTrue(
        perVoxel < 0.9 * before / small.voxels(),
        () -> "%d bytes a voxel, %d of the small".formatted(perVoxel, before / small.voxels()));
  }

  private static void takesTheMemoryThatWasForetold(
      Network network, Checkpointing checkpointing, Precision precision, GridSize size) {
    long foretold = StepMemory.bytes(network, checkpointing, precision.type(), size);
    long taken = run(network, checkpointing, precision, size).peakBytes;
    assertEquals(1, (double) taken / foretold, 0.01, () -> taken + " of " + foretold);
  }

  private record Run(double loss, float[] trunk, float[] own, long peakBytes) {}

  private static Run run(
      Network network, Checkpointing checkpointing, Precision precision, GridSize size) {
    Random random = new Random(1);
    float[] image = new float[2 * (int) size.voxels()];
    short[] labels = new short[(int) size.voxels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) random.nextInt(3);
    }
    try (TrainingEngine engine =
        new TrainingEngine(Map.of("a", network), 5, Map.of("a", checkpointing), precision)) {
      TrainableNetwork head = engine.network("a");
      head.step(image, labels, size, 1e-3);
      double loss = head.step(image, labels, size, 1e-3).total();
      return new Run(
          loss, WeightCopy.of(engine.trunk()), WeightCopy.of(head.own()), engine.peakBytes());
    }
  }
}
