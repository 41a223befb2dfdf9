package io.firenet.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no usable model: one clear line each, whichever way they are opened. */
class ModelFileTests {

  @TempDir private Path folder;

  @Test
  void cardIsReadWithoutRunning() throws IOException {
    ModelCard card = ModelCards.read(TestModels.segmentation(folder));
    assertEquals("phantom", card.dataset());
    assertEquals(TestModels.LABELS, card.labels());
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("none.onnx");
    assertEquals(file + ": expected an exported .onnx model, there is no such file", failure(file));
  }

  @Test
  void fileThatIsNoModel() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.onnx"), "my notes on segmentation\n");
    assertTrue(failure(text).startsWith(text + ": not a usable ONNX model"), () -> failure(text));
    Path empty = Files.createFile(folder.resolve("empty.onnx"));
    assertTrue(failure(empty).startsWith(empty + ": "), () -> failure(empty));
  }

  @Test
  void truncatedModel() throws IOException {
    Path file = TestModels.segmentation(folder);
    byte[] bytes = Files.readAllBytes(file);
    for (int parts = 1; parts < 8; parts++) {
      Files.write(file, Arrays.copyOf(bytes, bytes.length * parts / 8));
      assertTrue(failure(file).startsWith(file + ": "), () -> failure(file));
    }
  }

  @Test
  void modelOfSomeoneElse() throws IOException {
    Path file = edit(model -> model.clearMetadataProps());
    assertEquals(
        file
            + ": an ONNX model, but not of FIRENet: its metadata has no 'firenet.model_card';"
            + " export it with FIRENet",
        failure(file));
  }

  @Test
  void cardThatIsDamaged() throws IOException {
    Path file = edit(model -> replaceInCard(model, "\"labels\"", "\"lables\""));
    assertEquals(file + ": model card: field 'labels' is missing", failure(file));
  }

  @Test
  void cardOfANewerFormat() throws IOException {
    Path file = edit(model -> replaceInCard(model, "\"formatVersion\":1", "\"formatVersion\":9"));
    assertEquals(
        file + ": model card has format version 9, this software reads 1 to 2; use a newer release",
        failure(file));
  }

  @Test
  void cardThatClaimsAbsurdSizesIsRefusedByTheBudget() throws IOException {
    Path file =
        edit(
            model ->
                replaceInCard(
                    model, "\"activationBytesPerVoxel\":", "\"activationBytesPerVoxel\":99999"));
    GridSize size = new GridSize(12, 12, 12);
    float[] values = new float[12 * 12 * 12];
    values[7] = 1;
    Volume image = new Volume(ImageGeometry.axisAligned(size, 2), 1, values);
    PredictorOptions options = PredictorOptions.DEFAULT.withMemoryBudget(1L << 30);
    try (Segmenter segmenter = Segmenter.open(file, options)) {
      assertThrows(MemoryBudgetException.class, () -> segmenter.segment(image));
    }
    Path huge =
        edit(model -> replaceInCard(model, "\"parameters\":", "\"parameters\":999999999999"));
    try (Segmenter segmenter = Segmenter.open(huge, options)) {
      assertThrows(MemoryBudgetException.class, () -> segmenter.segment(image));
    }
  }

  @Test
  void weightsOtherThanThoseOfTheExportAreRefused() throws IOException {
    Path file =
        edit(
            model -> {
              TensorProto.Builder weight =
                  model.getGraphBuilder().getInitializerBuilderList().get(0);
              byte[] bytes = weight.getRawData().toByteArray();
              bytes[0] ^= 1;
              weight.setRawData(ByteString.copyFrom(bytes));
              return model;
            });
    assertTrue(failure(file).startsWith(file + ": damaged, or changed since its export"));
  }

  @Test
  void cardOfAnotherModel() throws IOException {
    Path file = edit(model -> replaceInCard(model, ",\"spleen\"]", "]"));
    String expected =
        file + ": its model card asks for a tensor 'logits' of 2 channels, float32 [1,C,D,H,W];";
    assertTrue(failure(file).startsWith(expected), () -> failure(file));
  }

  @Test
  void weightsThatAreDamagedDoNotPassAsLabels() throws IOException {
    Path file =
        edit(
            model -> {
              TensorProto.Builder bias =
                  model.getGraphBuilder().getInitializerBuilderList().stream()
                      .filter(tensor -> tensor.getName().equals("decoder.logits.bias"))
                      .findFirst()
                      .orElseThrow();
              byte[] ones = new byte[bias.getRawData().size()];
              Arrays.fill(ones, (byte) 0xff); // NaN
              bias.setRawData(ByteString.copyFrom(ones));
              return replaceInCard(
                  model, "\"graphSha256\":", "\"formerly\":"); // as cards once were
            });
    GridSize size = new GridSize(12, 12, 12);
    float[] values = new float[12 * 12 * 12];
    values[7] = 1;
    Volume image = new Volume(ImageGeometry.axisAligned(size, 2), 1, values);
    try (Segmenter segmenter = Segmenter.open(file)) {
      IllegalStateException error =
          assertThrows(IllegalStateException.class, () -> segmenter.segment(image));
      assertEquals(
          file
              + ": computes NaN instead of numbers; the model file is damaged or its training"
              + " diverged",
          error.getMessage());
    }
  }

  private Path edit(UnaryOperator<ModelProto.Builder> change) throws IOException {
    Path file = TestModels.segmentation(folder);
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    return Files.write(file, change.apply(model).build().toByteArray());
  }

  private static ModelProto.Builder replaceInCard(
      ModelProto.Builder model, String old, String replacement) {
    for (StringStringEntryProto.Builder entry : model.getMetadataPropsBuilderList()) {
      if (entry.getKey().equals(ModelCard.METADATA_KEY)) {
        assertTrue(entry.getValue().contains(old), entry::getValue);
        entry.setValue(entry.getValue().replace(old, replacement));
      }
    }
    return model;
  }

  private static String failure(Path file) {
    String message = assertThrows(ModelException.class, () -> Segmenter.open(file)).getMessage();
    assertEquals(
        message, assertThrows(ModelException.class, () -> ModelCards.read(file)).getMessage());
    assertFalse(message.contains("\n"), message);
    return message;
  }
}
