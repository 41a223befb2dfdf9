package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.firenet.launcher.process.ExitCode;
import io.firenet.launcher.stream.GuardedLog;
import io.firenet.model.ModelCard;
import io.firenet.preprocess.PreprocessingPlan;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers write into their files cannot colour, move or forge what the terminal shows. */
class ForeignTextOutputTests {

  private static final String EVIL =
      (char) 27
          + "[2J"
          + (char) 7
          + "x\nfirenet: error: forged"
          + (char) 0x202e
          + (char) 0x9b
          + "1m";

  @TempDir Path folder;

  /** The model of a stranger: each free text of its card is evil. */
  private Path model() throws IOException {
    return model(
        Json.createObjectBuilder()
            .add("title", EVIL)
            .add("licence", EVIL)
            .add("citation", EVIL)
            .build());
  }

  private Path model(JsonObject changes) throws IOException {
    Path file = folder.resolve("model.onnx");
    PhantomModel.export(new PreprocessingPlan(2, 20), List.of("CT"), file);
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    for (var property : model.getMetadataPropsBuilderList()) {
      if (property.getKey().equals(ModelCard.METADATA_KEY)) {
        JsonObject card = Json.createReader(new StringReader(property.getValue())).readObject();
        property.setValue(
            Json.createObjectBuilder(card)
                .addAll(Json.createObjectBuilder(changes))
                .build()
                .toString());
      }
    }
    Files.write(file, model.build().toByteArray());
    return file;
  }

  private static void assertHarmless(String output) {
    assertTrue(
        output.chars().allMatch(c -> c == '\n' || (!Character.isISOControl(c) && c != 0x202e)),
        output);
    assertTrue(output.lines().noneMatch(line -> line.startsWith("firenet: error: forged")), output);
  }

  @Test
  void infoShowsCardsAsTheyAre() throws IOException {
    Path model = model();
    CommandRun text = CommandRun.of("info", model);
    assertEquals(ExitCode.OK, text.code(), text::toString);
    assertHarmless(text.out());
    assertTrue(text.out().contains("\\u001b[2J\\u0007x\\u000afirenet: error: forged"), text.out());
    CommandRun json = CommandRun.of("info", model, "--json");
    assertHarmless(json.out());
    assertEquals(
        EVIL, Json.createReader(new StringReader(json.out())).readObject().getString("title"));
  }

  @Test
  void namesThatNoPluginCouldHaveAreRefused() throws IOException {
    JsonArray evil = Json.createArrayBuilder().add("background").add(EVIL).build();
    for (JsonObject change :
        List.of(
            Json.createObjectBuilder().add("dataset", "../../x").build(),
            Json.createObjectBuilder().add("network", EVIL).build(),
            Json.createObjectBuilder().add("labels", evil).build(),
            Json.createObjectBuilder().add("channels", evil).build())) {
      CommandRun info = CommandRun.of("info", model(change));
      info.assertError(ExitCode.MODEL, "model card: ");
      assertHarmless(info.err());
    }
  }

  @Test
  void errorsAreOneLineWhateverTheFileIsCalled() throws IOException {
    Path model = model();
    Path in = Files.createDirectory(folder.resolve("in"));
    String name = "a\nfirenet: error: forged" + (char) 27 + "[31m";
    Files.writeString(in.resolve(name + ".nii"), "no image");
    Files.writeString(in.resolve(name + ".txt"), "no image");
    CommandRun run = CommandRun.of("predict", "--model", model, "--in", in, "--out", folder);
    assertHarmless(run.err());
    assertEquals(2, run.err().lines().count(), run.err());
    CommandRun missing = CommandRun.of("info", in.resolve(name + ".onnx"));
    missing.assertError(ExitCode.MODEL);
    assertHarmless(missing.err());
    CommandRun usage = CommandRun.of("info", "--" + name);
    usage.assertError(ExitCode.USAGE);
    assertHarmless(usage.err());
    CommandRun endless = CommandRun.of("info", in + "/" + "x/".repeat(50_000));
    endless.assertError(ExitCode.MODEL);
    assertTrue(endless.err().length() < 7000, "a line has no end");
  }

  @Test
  void aLogMessageIsOneLine() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GuardedLog log = new GuardedLog(bytes, StandardCharsets.UTF_8)) {
      log.println("a message of " + EVIL);
      log.println("\tat a.stack.Trace");
      new IllegalStateException(EVIL).printStackTrace(log);
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertHarmless(text.replace("\t", ""));
    assertTrue(text.contains("\tat a.stack.Trace\n"), text);
  }
}
