package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.network.ReferenceNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FabricGradientTests {

  private static final FabricConfig SMALL =
      new FabricConfig(4, 6, 4, 3, 2, List.of(1, 2, 4), 1e-5, 0.01);
  private static final GridSize ODD = new GridSize(11, 13, 17);

  @Test
  void wholeNetworkHasTheGradientsOfTheReference() {
    new GradientCheck(network(1, 3), ODD, 3).run(5e-3); // deep: float32 rounding adds up
  }

  @Test
  void forwardPassIsThatOfTheReferenceAtAnySize() {
    Network network = network(2, 4);
    try (TrainingEngine engine = new TrainingEngine(Map.of("a", network), 5)) {
      TrainableNetwork head = engine.network("a");
      ReferenceNetwork reference = new ReferenceNetwork(network, head::values);
      for (GridSize size : new GridSize[] {ODD, new GridSize(1, 2, 30), new GridSize(16, 16, 16)}) {
        float[] image = noise(2, size, 1);
        assertArrayEquals(reference.apply(image, size), head.apply(image, size), 1e-4f);
      }
    }
  }

  @Test
  void volumesLargeEnoughForStreamingStoresTrain() {
    GridSize large = new GridSize(72, 80, 76);
    Network wide =
        FabricNetwork.build(
            new FabricConfig(32, 32, 4, 1, 1, List.of(1), 1e-5, 0.01),
            1,
            new SegmentationDecoder(),
            2);
    try (TrainingEngine engine = new TrainingEngine(Map.of("a", wide), 5)) {
      float[] image = noise(1, large, 2);
      assertTrue(
          Double.isFinite(engine.network("a").step(image, positive(image), large, 1e-3).total()));
    }
  }

  @Test
  void oddAndTinySizesTrain() {
    try (TrainingEngine engine = new TrainingEngine(Map.of("a", network(1, 2)), 5)) {
      TrainableNetwork head = engine.network("a");
      for (GridSize size : new GridSize[] {ODD, new GridSize(3, 5, 1), new GridSize(19, 12, 14)}) {
        float[] image = noise(1, size, 2);
        short[] labels = positive(image);
        double first = head.step(image, labels, size, 3e-3).total();
        double last = first;
        for (int i = 0; i < 20; i++) {
          last = head.step(image, labels, size, 3e-3).total();
        }
        assertTrue(last < first, "loss at " + size + " went from " + first + " to " + last);
      }
    }
  }

  @Test
  void datasetsShareTheTrunkAndNothingElse() {
    Map<String, Network> networks = Map.of("a", network(1, 2), "b", network(3, 5));
    try (TrainingEngine engine = new TrainingEngine(networks, 5)) {
      float[] image = noise(3, ODD, 1);
      float[] before = engine.network("b").apply(image, ODD);
      float[] stemOfB = WeightCopy.of(engine.network("b").own());
      float[] one = noise(1, ODD, 1);
      engine.network("a").step(one, positive(one), ODD, 1e-2);
      assertArrayEquals(stemOfB, WeightCopy.of(engine.network("b").own()));
      assertEquals(0, engine.network("b").own().updates());
      assertNotEquals(before[0], engine.network("b").apply(image, ODD)[0]);
    }
  }

  @Test
  void sameSeedGivesTheSameRunTwice() {
    assertArrayEquals(run(9), run(9));
    assertTrue(!Arrays.equals(run(9), run(10)));
  }

  private static float[] run(long seed) {
    try (TrainingEngine engine = new TrainingEngine(Map.of("a", network(1, 3)), seed)) {
      float[] image = noise(1, ODD, 1);
      for (int i = 0; i < 3; i++) {
        engine.network("a").step(image, positive(image), ODD, 1e-3);
      }
      return WeightCopy.of(engine.trunk());
    }
  }

  private static Network network(int channels, int classes) {
    return FabricNetwork.build(SMALL, channels, new SegmentationDecoder(), classes);
  }

  private static float[] noise(int channels, GridSize size, long seed) {
    Random random = new Random(seed);
    float[] image = new float[(int) (channels * size.voxels())];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    return image;
  }

  private static short[] positive(float[] image) {
    short[] labels = new short[image.length];
    for (int i = 0; i < image.length; i++) {
      labels[i] = (short) (image[i] > 0.5 ? 1 : 0);
    }
    return labels;
  }
}
