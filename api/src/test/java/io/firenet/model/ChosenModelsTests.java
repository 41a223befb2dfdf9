package io.firenet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChosenModelsTests {

  @TempDir Path folder;

  private Path choice(String json) throws IOException {
    return Files.writeString(folder.resolve("best.json"), json);
  }

  private String refusal(Path file) {
    String message =
        assertThrows(ModelException.class, () -> ChosenModels.files(List.of(file))).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains(file.toString()), message);
    return message;
  }

  @Test
  void aChoiceStandsForItsModelsWhereverItIsNamed() throws IOException {
    Path model =
        Files.writeString(Files.createDirectory(folder.resolve("m")).resolve("a.onnx"), "");
    Path best = choice("{\"models\": [\"m/a.onnx\", \"m/../m/a.onnx\"], \"dice\": 0.5}");
    Path other = Path.of("other.onnx");
    assertEquals(
        List.of(other, model, model, other), ChosenModels.files(List.of(other, best, other)));
  }

  @Test
  void whatIsWrongIsOneLineThatNamesTheFile() throws IOException {
    assertTrue(refusal(folder.resolve("absent.json")).contains("there is no such file"));
    assertTrue(refusal(choice("[1]")).contains("no choice of models"));
    assertTrue(refusal(choice("{")).contains("no choice of models"));
    assertTrue(refusal(choice("{}")).contains("'models' is missing"));
    assertTrue(refusal(choice("{\"models\": []}")).contains("names no model"));
    assertTrue(refusal(choice("{\"models\": [3]}")).contains("must be a string"));
    assertTrue(refusal(choice("{\"models\": [\"a\\u0000b\"]}")).contains("is no path"));
    assertTrue(refusal(choice("{\"models\": [\"b.onnx\"]}")).contains("is not there"));
    assertTrue(refusal(Files.createDirectory(folder.resolve("d.json"))).contains("a folder"));
  }
}
