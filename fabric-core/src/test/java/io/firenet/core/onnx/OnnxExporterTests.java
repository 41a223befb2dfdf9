package io.firenet.core.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.firenet.core.fabric.FabricConfig;
import io.firenet.core.fabric.FabricNetwork;
import io.firenet.core.network.RandomWeights;
import io.firenet.core.network.ReferenceNetwork;
import io.firenet.decoder.segmentation.SegmentationDecoder;
import io.firenet.model.GraphDigest;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelCardJson;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.WeightSpec;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.volume.GridSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExporterTests {

  private static final Network NETWORK =
      FabricNetwork.build(
          new FabricConfig(4, 4, 4, 2, 1, List.of(1, 2), 1e-5, 0.01),
          1,
          new SegmentationDecoder(),
          3);
  private static final RandomWeights WEIGHTS = new RandomWeights(5);
  private static final LogitsFunction REFERENCE = new ReferenceNetwork(NETWORK, WEIGHTS);
  private static final ModelCard CARD = TestCards.of(NETWORK);

  @TempDir private Path folder;

  @Test
  void modelTellsWhatItIs() throws IOException {
    Path file = folder.resolve("models/of/today/model.onnx");
    OnnxExporter.export(NETWORK, WEIGHTS, CARD, REFERENCE, file);
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    assertEquals(17, model.getOpsetImport(0).getVersion());
    assertEquals(8, model.getIrVersion());
    Map<String, String> metadata =
        model.getMetadataPropsList().stream()
            .collect(
                Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    assertEquals(
        CARD.withActivationBytesPerVoxel(
                ActivationMemory.bytesPerVoxel(NETWORK.withoutAuxiliary(), ExportOptions.DEFAULT))
            .withGraphSha256(GraphDigest.of(file)),
        ModelCardJson.fromJson(metadata.get(ModelCard.METADATA_KEY)));
    assertEquals("0 label0, 1 label1, 2 label2", metadata.get("firenet.labels"));
    assertEquals("image", model.getGraph().getInput(0).getName());
    assertEquals("logits", model.getGraph().getOutput(0).getName());
  }

  @Test
  void nodesKeepTheNamesOfTheDescriptionAndAuxiliaryHeadsStayOut() throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxExporter.write(NETWORK, WEIGHTS, CARD, file);
    List<String> written =
        ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeList().stream()
            .map(NodeProto::getName)
            .toList();
    List<String> described =
        NETWORK.withoutAuxiliary().nodes().stream().map(Node::name).skip(1).toList();
    assertTrue(written.containsAll(described), () -> described + " in " + written);
    assertTrue(written.stream().noneMatch(name -> name.endsWith("logits_half")));
  }

  @Test
  void sameWeightsGiveTheSameBytes() throws IOException {
    OnnxExporter.write(NETWORK, WEIGHTS, CARD, folder.resolve("a.onnx"));
    OnnxExporter.write(NETWORK, WEIGHTS, CARD, folder.resolve("b.onnx"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.onnx")), Files.readAllBytes(folder.resolve("b.onnx")));
  }

  @Test
  void modelThatComputesSomethingElseIsNotWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("model.onnx"), "the model of yesterday");
    LogitsFunction shifted =
        (image, size) -> {
          float[] logits = REFERENCE.apply(image, size);
          logits[logits.length / 2] += 0.25f;
          return logits;
        };
    IOException error =
        assertThrows(
            IOException.class, () -> OnnxExporter.export(NETWORK, WEIGHTS, CARD, shifted, file));
    assertEquals(
        file
            + ": not written: its outputs differ from the trained network's by 0.250 on a random"
            + " image of 24×20×28, at most 0.001 is allowed",
        error.getMessage());
    assertEquals("the model of yesterday", Files.readString(file));
    assertOnlyFile(file);
  }

  @Test
  void referenceThatComputesNoNumberIsNoProof() throws IOException {
    LogitsFunction broken =
        (image, size) -> {
          float[] logits = REFERENCE.apply(image, size);
          logits[7] = Float.NaN;
          return logits;
        };
    Path file = folder.resolve("model.onnx");
    assertThrows(
        IOException.class, () -> OnnxExporter.export(NETWORK, WEIGHTS, CARD, broken, file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void unusableWeightIsNamed() {
    assertEquals(
        "weight 'decoder.logits.bias' holds NaN: the training diverged; export an earlier"
            + " checkpoint",
        failure(w -> new float[] {0, Float.NaN, 0}, CARD));
    assertEquals(
        "weight 'decoder.logits.bias' needs 3 values for its shape [3], got 2",
        failure(w -> new float[2], CARD));
  }

  @Test
  void cardOfAnotherNetworkIsRefused() {
    Network other = FabricNetwork.build(FabricConfig.DEFAULT, 2, new SegmentationDecoder(), 2);
    assertEquals(
        "the network has 1 channels and 3 outputs, the model card names channels"
            + " [channel0, channel1] and outputs [label0, label1]",
        failure(w -> new float[3], TestCards.of(other)));
  }

  @Test
  void networkTooLargeForOneFileIsRefused() {
    OnnxExporter.checkSize(500_000_000);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> OnnxExporter.checkSize(1_000_000_000));
    assertTrue(error.getMessage().startsWith("an ONNX file holds at most 2 GB"));
  }

  @Test
  void parityComparesSizes() throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxExporter.write(NETWORK, WEIGHTS, CARD, file);
    try (OnnxParity parity = new OnnxParity(file)) {
      GridSize size = new GridSize(11, 11, 11);
      LogitsFunction few = (image, s) -> new float[9];
      assertThrows(IllegalStateException.class, () -> parity.maxDifference(few, 1, size, 1));
    }
  }

  /** The message of an export whose last bias is as given. */
  private String failure(Function<WeightSpec, float[]> lastBias, ModelCard card) {
    Function<WeightSpec, float[]> weights =
        w -> (w.name().equals("decoder.logits.bias") ? lastBias : WEIGHTS).apply(w);
    Path file = folder.resolve("model.onnx");
    return assertThrows(
            IllegalArgumentException.class,
            () -> OnnxExporter.export(NETWORK, weights, card, REFERENCE, file))
        .getMessage();
  }

  private static void assertOnlyFile(Path file) throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
  }
}
