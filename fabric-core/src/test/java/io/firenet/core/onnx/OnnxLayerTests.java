package io.firenet.core.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.network.RandomWeights;
import io.firenet.core.network.ReferenceNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each layer kind, and the fabric as a whole, against its definition in double precision. */
class OnnxLayerTests {

  private static final int CHANNELS = 3;
  private static final double TOLERANCE = 1e-4;
  private static final List<GridSize> SIZES =
      List.of(new GridSize(16, 16, 16), new GridSize(11, 13, 17), new GridSize(5, 1, 3));

  @TempDir private Path folder;

  static Stream<Arguments> networks() {
    FabricConfig small = new FabricConfig(4, 6, 4, 3, 2, List.of(1, 2, 4), 1e-5, 0.01);
    return Stream.of(
        layer("convolution", (net, x) -> net.conv("y", 3, 1, 1, 5, x)),
        layer("convolution with stride", (net, x) -> net.conv("y", 3, 2, 1, 5, x)),
        layer("convolution with dilation", (net, x) -> net.conv("y", 3, 1, 4, 5, x)),
        layer("slices", (net, x) -> net.conv("y", 3, 1, 1, 32, wide(net, x))),
        layer("slices with stride", (net, x) -> net.conv("y", 3, 2, 1, 16, wide(net, x))),
        layer("slices with dilation", (net, x) -> net.conv("y", 3, 1, 4, 16, wide(net, x))),
        layer(
            "slices with bias",
            (net, x) -> net.add("y", new Layer.Conv(16, 3, 1, 1, true), wide(net, x))),
        layer(
            "slices of slices, at half resolution, one input read twice",
            (net, x) -> {
              Node half = net.conv("half", 3, 2, 1, 16, wide(net, x));
              Node near = net.conv("near", 3, 1, 1, 16, half);
              Node far = net.conv("far", 3, 1, 2, 16, half);
              return net.conv("y", 3, 1, 2, 16, net.add("sum", new Layer.Add(), near, far));
            }),
        layer("pointwise convolution with bias", (net, x) -> net.pointwise("y", 4, x)),
        layer("pointwise convolution with stride", (net, x) -> net.conv("y", 1, 2, 1, 5, x)),
        layer("convolution of 5", (net, x) -> net.conv("y", 5, 1, 1, 5, x)),
        layer("depthwise convolution", (net, x) -> net.depthwise("y", 3, x)),
        layer("depthwise, stride 2", (net, x) -> net.add("y", new Layer.DepthwiseConv(5, 2), x)),
        layer("max pooling", (net, x) -> net.maxPool("y", x)),
        layer("max pooling by 3", (net, x) -> net.add("y", new Layer.MaxPool(3), x)),
        layer("transposed", (net, x) -> net.convTranspose("y", 4, net.maxPool("half", x))),
        layer(
            "transposed to the half",
            (net, x) -> net.convTranspose("y", 4, net.conv("quarter", 1, 4, 1, 5, x))),
        layer(
            "transposed by 4",
            (net, x) ->
                net.add("y", new Layer.ConvTranspose(4, 4), net.conv("quarter", 1, 4, 1, 5, x))),
        layer("parametric relu", (net, x) -> net.add("y", new Layer.PRelu(), x)),
        layer("instance norm", (net, x) -> net.add("y", new Layer.InstanceNorm(1e-5), x)),
        layer("leaky relu", (net, x) -> net.add("y", new Layer.LeakyRelu(0.2), x)),
        layer("add", (net, x) -> net.add("y", new Layer.Add(), x, net.pointwise("p", 3, x))),
        layer("concat", (net, x) -> net.add("y", new Layer.Concat(), x, net.pointwise("p", 2, x))),
        layer("resize down by 2", (net, x) -> net.resize("y", 2, x)),
        layer("resize down by 4", (net, x) -> net.resize("y", 4, x)),
        layer("resize up by 2", (net, x) -> net.resize("y", 1, net.conv("half", 3, 2, 1, 2, x))),
        layer("resize up by 8", (net, x) -> net.resize("y", 1, net.resize("eighth", 8, x))),
        layer("mean", (net, x) -> net.add("y", new Layer.GlobalAveragePool(), x)),
        layer(
            "mean back to full size",
            (net, x) -> net.resize("y", 1, net.add("m", new Layer.GlobalAveragePool(), x))),
        layer("trainable sum of one", (net, x) -> net.add("y", new Layer.TrainableSum(), x)),
        layer(
            "trainable sum of three",
            (net, x) -> {
              Node y = net.pointwise("p", 3, x);
              return net.add("y", new Layer.TrainableSum(), x, y, x);
            }),
        Arguments.of(
            "fabric network", FabricNetwork.build(small, CHANNELS, new SegmentationDecoder(), 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void onnxRuntimeComputesTheDefinition(String name, Network network) throws IOException {
    RandomWeights weights = new RandomWeights(7);
    Path file = folder.resolve("model.onnx");
    OnnxExporter.write(network, weights, TestCards.of(network), file);
    ReferenceNetwork reference = new ReferenceNetwork(network, weights);
    try (OnnxParity parity = new OnnxParity(file)) {
      for (GridSize size : SIZES) {
        double difference = parity.maxDifference(reference, CHANNELS, size, 3);
        assertEquals(0, difference, TOLERANCE, () -> name + " at " + size);
      }
    }
  }

  @Test
  @Tag("slow")
  void defaultNetworkIsComputedAsDefined() throws IOException {
    Network network =
        FabricNetwork.build(FabricConfig.DEFAULT, CHANNELS, new SegmentationDecoder(), 3);
    Map<String, float[]> weights =
        network.weights().stream()
            .collect(Collectors.toMap(WeightSpec::name, new RandomWeights(1)));
    Path file = folder.resolve("model.onnx");
    OnnxExporter.write(network, w -> weights.get(w.name()), TestCards.of(network), file);
    ReferenceNetwork reference =
        new ReferenceNetwork(network.withoutAuxiliary(), w -> weights.get(w.name()));
    try (OnnxParity parity = new OnnxParity(file)) {
      GridSize size = new GridSize(17, 19, 21);
      assertEquals(0, parity.maxDifference(reference, CHANNELS, size, 3), TOLERANCE);
    }
  }

  private static Node wide(NetworkBuilder net, Node x) {
    return net.pointwise("wide", 16, x);
  }

  private static Arguments layer(String name, BiFunction<NetworkBuilder, Node, Node> body) {
    NetworkBuilder net = new NetworkBuilder();
    Node y = body.apply(net, net.input(CHANNELS));
    return Arguments.of(name, net.build(List.of(new Output("logits", y, false))));
  }
}
