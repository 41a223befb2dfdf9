package io.firenet.launcher.command.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.UserCache;
import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.process.ExitCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTests {

  @TempDir static Path plugins;
  @TempDir Path folder;

  @BeforeAll
  static void copyPlugins() throws IOException {
    BuiltPlugins.copyTo(plugins);
  }

  @Test
  void trainSaysHowFastAndWhereTheTimeGoes() throws IOException {
    Path file = folder.resolve("bench.json");
    CommandRun run =
        CommandRun.of(
            "bench",
            "train",
            "--shape",
            "16,16,18",
            "--precision",
            "f32",
            "--steps",
            "1",
            "--json",
            file,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertTrue(run.out().startsWith("train 16×16×18 voxels, f32"), run::out);
    assertTrue(run.out().contains("GFLOP/s"), run::out);
    JsonObject json = Json.createReader(Files.newInputStream(file)).readObject();
    JsonObject engine = json.getJsonArray("engines").getJsonObject(0);
    double seconds = engine.getJsonNumber("median_seconds").doubleValue();
    double flops = json.getJsonNumber("flops").doubleValue();
    assertEquals(flops / seconds / 1e9, engine.getJsonNumber("gigaflops").doubleValue(), 1e-6);
    assertTrue(json.getJsonNumber("peak_gigaflops").doubleValue() > 1, json::toString);
    assertTrue(json.getJsonObject("layers").containsKey("Conv 3³, dilation 4"), json::toString);
  }

  @Test
  void tuneKeepsWhatItFindsForThisMachine() throws IOException {
    String before = System.getProperty(UserCache.PROPERTY, "");
    System.setProperty(UserCache.PROPERTY, folder.resolve("cache").toString());
    try {
      CommandRun run = CommandRun.of("bench", "tune", "--device", "cpu");
      assertEquals(ExitCode.OK, run.code(), run::toString);
      String line = run.out().lines().reduce("", (first, second) -> second);
      assertTrue(line.startsWith("kept in " + folder.resolve("cache")), run::out);
      Path kept = Path.of(line.substring("kept in ".length()));
      JsonObject json = Json.createReader(Files.newInputStream(kept)).readObject();
      assertTrue(json.getJsonNumber("bytesPerMicro").doubleValue() > 1, json::toString);
      assertTrue(run.out().contains("machine: " + json.get("machine")), run::out);
    } finally {
      System.setProperty(UserCache.PROPERTY, before);
    }
  }

  @Test
  void predictSaysHowFast() {
    CommandRun run =
        CommandRun.of(
            "bench",
            "predict",
            "--shape",
            "16,16,18",
            "--steps",
            "1",
            "--compare",
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertTrue(run.out().contains("FIRENet, f32: median "), run::out);
    assertTrue(run.out().contains("ONNX Runtime, plain use: median "), run::out);
    assertTrue(run.out().contains("FIRENet, int8 against ONNX Runtime, plain use: "), run::out);
  }

  @Test
  void whatIsWrongIsSaidInOneLine() {
    CommandRun.of("bench", "train", "--shape", "64x64")
        .assertError(ExitCode.USAGE, "--shape must be like 64,64,64, got 64x64");
    CommandRun.of("bench").assertError(ExitCode.USAGE, "a command of 'bench' is missing");
    CommandRun.of("bench", "train", "--shape", "9,9,9", "--peer", "nobody", "--plugins", plugins)
        .assertError(ExitCode.USAGE, "no peer 'nobody' in this build", "mvn -Ppeer");
  }
}
