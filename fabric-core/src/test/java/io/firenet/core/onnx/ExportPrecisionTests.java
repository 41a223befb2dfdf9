package io.firenet.core.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.network.RandomWeights;
import io.firenet.core.network.ReferenceNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.NetworkBuilder;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExportPrecisionTests {

  private static final Network NETWORK =
      FabricNetwork.build(
              new FabricConfig(16, 16, 4, 2, 1, List.of(1, 2), 1e-5, 0.01),
              1,
              new SegmentationDecoder(),
              3)
          .withoutAuxiliary();
  private static final RandomWeights WEIGHTS = new RandomWeights(5);
  private static final GridSize SIZE = new GridSize(24, 20, 28);

  @TempDir private Path folder;

  @Test
  void halfPrecisionHalvesTheFileAndRoundsTheWeights() throws IOException {
    Path single = write(NETWORK, ExportPrecision.F32);
    Path half = write(NETWORK, ExportPrecision.FP16);
    double share = (double) Files.size(half) / Files.size(single);
    assertTrue(share > 0.4 && share < 0.7, () -> "share " + share);
    double difference = difference(NETWORK, half, SIZE);
    assertTrue(difference > 1e-5 && difference < 0.02, () -> "difference " + difference);
  }

  @Test
  void integersComeClose() throws IOException {
    Path file = write(NETWORK, ExportPrecision.INT8);
    float[] image = noise(SIZE, 3).data();
    float[] expected = new ReferenceNetwork(NETWORK, WEIGHTS).apply(image, SIZE);
    double difference = 0;
    double total = 0;
    try (OnnxParity parity = new OnnxParity(file)) {
      float[] got = parity.apply(image, SIZE);
      for (int i = 0; i < got.length; i++) {
        difference += (got[i] - expected[i]) * (got[i] - expected[i]);
        total += expected[i] * expected[i];
      }
    }
    double share = Math.sqrt(difference / total); // of which rounding is to blame
    assertTrue(share > 1e-3 && share < 0.1, () -> "share " + share);
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    List<String> integers =
        model.getGraph().getNodeList().stream()
            .filter(node -> node.getOpType().equals("QLinearConv"))
            .map(NodeProto::getName)
            .toList();
    long quantised = NETWORK.nodes().stream().filter(QuantizedConvolution::suits).count();
    assertEquals(quantised, integers.size());
    assertTrue(integers.stream().noneMatch(name -> name.startsWith("stem")), integers::toString);
  }

  @Test
  void integersAreExactWhereValuesAreMultiplesOfTheSteps() throws IOException {
    NetworkBuilder net = new NetworkBuilder();
    Node wide = net.add("wide", new Layer.Conv(8, 1, 1, 1, false), net.input(1));
    Node conv = net.add("conv", new Layer.Conv(8, 3, 2, 2, true), wide);
    Network network = net.build(List.of(new Output("logits", conv, false)));
    // 8 copies of an image of 0 and 1; whole weights, 63 being the largest
    Random random = new Random(2);
    Path file = folder.resolve("exact.onnx");
    Map<String, float[]> weights = new HashMap<>();
    for (WeightSpec spec : network.weights()) {
      float[] values = new float[(int) spec.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = spec.name().startsWith("wide") ? 1 : random.nextInt(127) - 63;
      }
      if (spec.shape().length == 5) {
        for (int o = 0; o < 8; o++) {
          values[o * values.length / 8] = spec.name().startsWith("wide") ? 1 : 63;
        }
      }
      weights.put(spec.name(), values);
    }
    Volume image = image(new GridSize(9, 7, 8), () -> random.nextInt(2));
    ExportOptions integers = new ExportOptions(ExportPrecision.INT8, ExportTarget.CPU);
    OnnxExporter.write(
        network, w -> weights.get(w.name()), TestCards.of(network), integers, List.of(image), file);
    ReferenceNetwork reference = new ReferenceNetwork(network, w -> weights.get(w.name()));
    float[] expected = reference.apply(image.data(), image.size());
    try (OnnxParity parity = new OnnxParity(file)) {
      float[] got = parity.apply(image.data(), image.size());
      float[] largest = new float[8];
      int voxels = expected.length / 8;
      for (int i = 0; i < expected.length; i++) {
        largest[i / voxels] = Math.max(largest[i / voxels], Math.abs(expected[i]));
      }
      for (int i = 0; i < expected.length; i++) {
        double step = largest[i / voxels] / 127; // only the output is rounded
        assertEquals(expected[i], got[i], 0.51 * step, "value " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ExportPrecision.class)
  void anySizeRunsAndTheCardSaysThePrecision(ExportPrecision precision) throws IOException {
    Path file = write(NETWORK, precision);
    try (OnnxParity parity = new OnnxParity(file)) {
      for (GridSize size : List.of(new GridSize(11, 13, 17), new GridSize(2, 9, 5))) {
        for (float value : parity.apply(noise(size, 4).data(), size)) {
          assertTrue(Float.isFinite(value));
        }
      }
    }
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    String card =
        model.getMetadataPropsList().stream()
            .filter(entry -> entry.getKey().equals(ModelCard.METADATA_KEY))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertEquals(precision.toString(), ModelCardJson.fromJson(card).precision());
  }

  @Test
  void graphForGpusKeepsVolumes() throws IOException {
    Path file = folder.resolve("gpu.onnx");
    ExportOptions gpu = new ExportOptions(ExportPrecision.F32, ExportTarget.GPU);
    OnnxExporter.write(NETWORK, WEIGHTS, TestCards.of(NETWORK), gpu, List.of(), file);
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    assertTrue(
        model.getGraph().getNodeList().stream().noneMatch(n -> n.getOpType().equals("Gather")));
    assertEquals(0, difference(NETWORK, file, SIZE), 1e-3);
  }

  @Test
  void integersNeedImagesAndACpu() {
    ExportOptions integers = new ExportOptions(ExportPrecision.INT8, ExportTarget.CPU);
    Path file = folder.resolve("none.onnx");
    assertThrows(
        IllegalArgumentException.class,
        () ->
            OnnxExporter.write(NETWORK, WEIGHTS, TestCards.of(NETWORK), integers, List.of(), file));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ExportOptions(ExportPrecision.INT8, ExportTarget.GPU));
  }

  private Path write(Network network, ExportPrecision precision) throws IOException {
    Path file = folder.resolve(precision + ".onnx");
    ExportOptions options = new ExportOptions(precision, ExportTarget.CPU);
    List<Volume> images = List.of(noise(SIZE, 1), noise(new GridSize(17, 19, 21), 2));
    OnnxExporter.write(network, WEIGHTS, TestCards.of(network), options, images, file);
    return file;
  }

  private static double difference(Network network, Path file, GridSize size) throws IOException {
    try (OnnxParity parity = new OnnxParity(file)) {
      return parity.maxDifference(new ReferenceNetwork(network, WEIGHTS), 1, size, 3);
    }
  }

  private static Volume noise(GridSize size, long seed) {
    Random random = new Random(seed);
    return image(size, random::nextGaussian);
  }

  private static Volume image(GridSize size, DoubleSupplier value) {
    float[] data = new float[(int) size.voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) value.getAsDouble();
    }
    return new Volume(ImageGeometry.axisAligned(size, 1), 1, data);
  }
}
