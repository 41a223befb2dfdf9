package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.network.ImprovedUNet3d;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import jakarta.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Training in bfloat16 beside training in float32. */
class MixedPrecisionTests {

  private static final GridSize SIZE = new GridSize(20, 22, 17);
  private static final Network FABRIC =
      FabricNetwork.build(
          new FabricConfig(16, 16, 4, 2, 1, List.of(1, 2), 1e-5, 0.01),
          1,
          new SegmentationDecoder(),
          2);
  private static final Network SUMMED =
      new ImprovedUNet3d()
          .network(
              new NetworkRequest(
                  1,
                  new SegmentationDecoder(),
                  2,
                  Json.createObjectBuilder().add("levels", 3).build(),
                  Fingerprint.ofCubes(20)));

  /** A ball somewhere, brighter than what is around it, under noise. */
  private record Ball(float[] image, short[] labels) {

    static Ball of(long seed) {
      Random random = new Random(seed);
      double depth = 7 + 6 * random.nextDouble();
      double height = 7 + 6 * random.nextDouble();
      double width = 6 + 5 * random.nextDouble();
      float[] image = new float[(int) SIZE.voxels()];
      short[] labels = new short[image.length];
      for (int i = 0; i < image.length; i++) {
        double d = i / (SIZE.height() * SIZE.width()) - depth;
        double h = i / SIZE.width() % SIZE.height() - height;
        double w = i % SIZE.width() - width;
        labels[i] = (short) (d * d + h * h + w * w < 25 ? 1 : 0);
        image[i] = (float) (labels[i] + 0.7 * random.nextGaussian());
      }
      return new Ball(image, labels);
    }
  }

  private record Trained(double firstLoss, double dice, long peakBytes) {}

  @BeforeEach
  void needsBfloat16() {
    assumeTrue(OneDnn.supportsBfloat16(), "this processor has no bfloat16");
  }

  static Stream<Named<Network>> networks() {
    return Stream.of(Named.of("fabric", FABRIC), Named.of("output is a sum", SUMMED));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void trainsToTheSameScoreInHalfTheMemory(Network network) {
    Trained single = train(network, Precision.F32);
    Trained mixed = train(network, Precision.BF16);
    assertEquals(single.firstLoss, mixed.firstLoss, 0.01 * single.firstLoss);
    assertTrue(single.dice > 0.85, () -> "float32 reaches a Dice of " + single.dice);
    assertEquals(single.dice, mixed.dice, 0.01);
    assertTrue(
        mixed.peakBytes < 0.6 * single.peakBytes,
        () -> "%d bytes against %d in float32".formatted(mixed.peakBytes, single.peakBytes));
  }

  private static Trained train(Network network, Precision precision) {
    try (TrainingEngine engine = new TrainingEngine(Map.of("a", network), 3, Map.of(), precision)) {
      TrainableNetwork head = engine.network("a");
      double firstLoss = 0;
      for (int step = 0; step < 40; step++) {
        Ball ball = Ball.of(step % 8);
        double loss = head.step(ball.image, ball.labels, SIZE, 3e-3 * (1 - step / 40.0)).total();
        firstLoss = step == 0 ? loss : firstLoss;
      }
      return new Trained(firstLoss, dice(head), engine.peakBytes());
    }
  }

  /** Over images that were not trained on. */
  private static double dice(TrainableNetwork head) {
    int voxels = (int) SIZE.voxels();
    double both = 0;
    double sum = 0;
    for (int seed = 100; seed < 104; seed++) {
      Ball ball = Ball.of(seed);
      float[] logits = head.apply(ball.image, SIZE);
      for (int v = 0; v < voxels; v++) {
        int predicted = logits[voxels + v] > logits[v] ? 1 : 0;
        both += predicted * ball.labels[v];
        sum += predicted + ball.labels[v];
      }
    }
    return 2 * both / sum;
  }
}
