package io.firenet.core.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkProvider;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.engine.Compute;
import io.firenet.core.engine.Precision;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import jakarta.json.Json;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network computes in bfloat16. */
class NetworkPrecisionTests {

  private static final GridSize SIZE = new GridSize(20, 17, 24);

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(new FabricNetwork(), "nodes", 1),
        Arguments.of(new UNet3d(), "channels", 16),
        Arguments.of(new ImprovedUNet3d(), "levels", 4),
        Arguments.of(new VNet(), "channels", 8),
        Arguments.of(new Can3d(), "channels", 16),
        Arguments.of(new PlainUNet(), "channels", 16),
        Arguments.of(new UniversalUNet3d(), "levels", 4),
        Arguments.of(new DenseUNet3d(), "channels", 16));
  }

  private static Network network(NetworkProvider provider, String setting, int value) {
    return provider.network(
        new NetworkRequest(
            1,
            new SegmentationDecoder(),
            3,
            Json.createObjectBuilder().add(setting, value).build(),
            Fingerprint.ofCubes(20)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void automaticPrecisionIsBfloat16WhereItIsFaster(NetworkProvider provider) {
    Network network =
        provider.network(
            new NetworkRequest(
                1, new SegmentationDecoder(), 3, provider.defaults(), Fingerprint.ofCubes(64)));
    boolean faster = Compute.here().library().acceleratesBfloat16(Compute.here().device());
    assertEquals(
        faster ? Precision.BF16 : Precision.F32, Precision.AUTO.resolve(network, Compute.here()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void bfloat16TrainsFromTheSameLoss(NetworkProvider provider, String setting, int value) {
    assumeTrue(OneDnn.supportsBfloat16(), "this processor has no bfloat16");
    Network network = network(provider, setting, value);
    double expected = step(network, Precision.F32);
    assertEquals(expected, step(network, Precision.BF16), 0.01 * expected);
  }

  /** The loss before a step that all weights survive. */
  private static double step(Network network, Precision precision) {
    Random random = new Random(1);
    float[] image = new float[(int) SIZE.voxels()];
    short[] labels = new short[image.length];
    for (int v = 0; v < labels.length; v++) {
      image[v] = (float) random.nextGaussian();
      labels[v] = (short) random.nextInt(3);
    }
    try (TrainingEngine engine = new TrainingEngine(Map.of("a", network), 3, Map.of(), precision)) {
      TrainableNetwork head = engine.network("a");
      double loss = head.step(image, labels, SIZE, 1e-3).total();
      for (WeightSpec weight : network.weights()) {
        for (float value : head.values(weight)) {
          assertTrue(Float.isFinite(value), weight::name);
        }
      }
      return loss;
    }
  }
}
