package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.core.engine.onednn.OneDnn;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.network.RandomWeights;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Training without oneDNN computes what training with it computes. */
class KernelLibraryTests {

  private static final double LOSS_TOLERANCE = 1e-5; // relative
  private static final double GRADIENT_TOLERANCE = 1e-3; // of a weight's largest gradient
  private static final double RATE = 1e-3;

  static Stream<Arguments> networks() {
    FabricConfig small = new FabricConfig(8, 8, 4, 3, 2, List.of(1, 2, 4), 1e-5, 0.01);
    return Stream.of(
        Arguments.of("fabric", FabricNetwork.build(small, 2, new SegmentationDecoder(), 3)),
        Arguments.of("U-Net", UNet.build()));
  }

  private record Trained(
      List<Double> losses, Map<String, float[]> gradients, Map<String, float[]> weights) {}

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void bothTrainAlike(String name, Network network) {
    assumeTrue(OneDnn.loads(), "oneDNN does not load here");
    GridSize size = new GridSize(11, 13, 17);
    Trained expected = train(network, Computes.ONEDNN, Checkpointing.OFF, size);
    for (Checkpointing checkpointing : Checkpointing.values()) {
      Trained found = train(network, Computes.PLAIN, checkpointing, size);
      for (int i = 0; i < expected.losses.size(); i++) {
        double loss = expected.losses.get(i);
        assertEquals(loss, found.losses.get(i), LOSS_TOLERANCE * loss, "loss of step " + i);
      }
      expected.gradients.forEach(
          (weight, gradient) -> {
            double largest = largest(gradient);
            assertArrayEquals(
                gradient,
                found.gradients.get(weight),
                (float) (GRADIENT_TOLERANCE * largest),
                "gradient of " + weight);
            assertMovedAlike(gradient, expected.weights.get(weight), found.weights.get(weight));
          });
    }
  }

  /** Adam's first step has the sign of the gradient, which must be clear. */
  private static void assertMovedAlike(float[] gradient, float[] expected, float[] found) {
    double clear = 2 * GRADIENT_TOLERANCE * largest(gradient);
    for (int i = 0; i < gradient.length; i++) {
      double tolerance = Math.abs(gradient[i]) > clear ? 1e-3 * RATE : 2 * RATE;
      assertEquals(expected[i], found[i], tolerance + 1e-6);
    }
  }

  private static double largest(float[] values) {
    double largest = 1e-3;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** One step, and the gradients after it. */
  private static Trained train(
      Network network, Compute compute, Checkpointing checkpointing, GridSize size) {
    Random random = new Random(1);
    float[] image = new float[2 * (int) size.voxels()];
    short[] labels = new short[(int) size.voxels()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) random.nextInt(3);
    }
    RandomWeights start = new RandomWeights(4);
    try (TrainingEngine engine =
        new TrainingEngine(
            Map.of("a", network), 1, Map.of("a", checkpointing), Precision.F32, compute)) {
      TrainableNetwork head = engine.network("a");
      network.weights().forEach(w -> head.weight(w.name()).set(start.apply(w)));
      double first = head.step(image, labels, size, RATE).total();
      Map<String, float[]> gradients = new HashMap<>();
      Map<String, float[]> weights = new HashMap<>();
      for (WeightSpec spec : network.weights()) {
        gradients.put(spec.name(), head.weight(spec.name()).gradient());
        weights.put(spec.name(), head.weight(spec.name()).values());
      }
      double second = head.gradients(image, labels, size).total();
      return new Trained(List.of(first, second), gradients, weights);
    }
  }

  @Test
  void withoutOneDnnThereIsNoBfloat16() {
    Network network = UNet.build();
    assertEquals(Precision.F32, Precision.AUTO.resolve(network, Computes.PLAIN));
    assertThrows(
        IllegalArgumentException.class, () -> Precision.BF16.resolve(network, Computes.PLAIN));
  }
}
