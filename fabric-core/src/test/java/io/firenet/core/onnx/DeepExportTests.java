package io.firenet.core.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.architecture.Fingerprint;
import io.firenet.architecture.NetworkRequest;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.network.UniversalUNet3d;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network of so many norms that differences of rounding show: 3D U²-Net of all its levels. */
class DeepExportTests {

  private static final Network NETWORK =
      new UniversalUNet3d()
          .network(
              new NetworkRequest(
                  1,
                  new SegmentationDecoder(),
                  3,
                  Json.createObjectBuilder().add("channels", 4).build(),
                  Fingerprint.ofCubes(64)));

  private static TrainingEngine engine;
  private static TrainableNetwork head;

  @TempDir private Path folder;

  @BeforeAll
  static void freshWeights() {
    engine = new TrainingEngine(Map.of("a", NETWORK), 1);
    head = engine.network("a");
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private Path export(Function<WeightSpec, float[]> weights) throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxExporter.export(NETWORK, weights, TestCards.of(NETWORK), head, file);
    return file;
  }

  @Test
  void roundingThatTheNetworkAmplifiesIsNoErrorOfTheFile() throws IOException {
    Path file = export(head::values);
    try (OnnxParity parity = new OnnxParity(file)) {
      double difference = parity.maxDifference(head, 1, new GridSize(49, 51, 53), 1);
      assertTrue(difference > OnnxExporter.MAX_DIFFERENCE, () -> "no need of this: " + difference);
    }
  }

  /** Near the image, at the coarsest level, on the way up, and the last of all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "down0.first.pointwise.weight",
        "down5.second.pointwise.weight",
        "up2.reduce.pointwise.weight",
        "segmentation0.logits.bias"
      })
  void oneWrongValueIsRefused(String broken) throws IOException {
    assertTrue(NETWORK.weights().stream().anyMatch(weight -> weight.name().equals(broken)));
    IOException error =
        assertThrows(
            IOException.class,
            () ->
                export(
                    weight -> {
                      float[] values = head.values(weight);
                      if (weight.name().equals(broken)) {
                        values[values.length / 2] += 0.1f;
                      }
                      return values;
                    }));
    assertTrue(error.getMessage().contains("not written"), error.getMessage());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }
}
