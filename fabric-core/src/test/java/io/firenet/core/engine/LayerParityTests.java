package io.firenet.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.network.RandomWeights;
import io.firenet.core.onnx.OnnxExporter;
import io.firenet.core.onnx.OnnxParity;
import io.firenet.core.onnx.TestCards;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer kind computes in Deeplearning4j what it computes in ONNX Runtime. */
class LayerParityTests {

  private static final List<GridSize> SIZES =
      List.of(new GridSize(5, 7, 6), new GridSize(1, 3, 2), new GridSize(11, 13, 17));

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.firenet.core.engine.LayerGradientTests#layers")
  void enginesAgree(String name, BiFunction<NetworkBuilder, Node[], Node> add) throws IOException {
    Network network = LayerGradientTests.around(add);
    RandomWeights weights = new RandomWeights(3);
    Path file = folder.resolve("layer.onnx");
    OnnxExporter.write(network, weights, TestCards.of(network), file);
    try (TrainingEngine engine = new TrainingEngine(Map.of("test", network), 1);
        OnnxParity onnx = new OnnxParity(file)) {
      TrainableNetwork head = engine.network("test");
      network.weights().forEach(w -> head.weight(w.name()).set(weights.apply(w)));
      for (GridSize size : SIZES) {
        assertEquals(0, onnx.maxDifference(head, 2, size, 5), 1e-4, size.toString());
      }
    }
  }
}
