package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.plugin.PluginRegistry;
import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetSource;
import io.firenet.format.nifti.Nifti;
import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.process.ExitCode;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads that answer for a whole image, from training to the printed answer. */
class WholeImageCommandTests {

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path plugins;
  private static Path images;

  @BeforeAll
  static void writeImages() throws IOException {
    plugins = Files.createDirectory(shared.resolve("plugins"));
    BuiltPlugins.copyTo(plugins);
    images = Files.createDirectory(shared.resolve("images"));
    DatasetSource small = new DatasetSource(Optional.empty(), Map.of("size", "24", "cases", "2"));
    for (Case one : PluginRegistry.fromClassPath().dataset("phantom").open(small).cases()) {
      Nifti.write(images.resolve(one.id() + ".nii.gz"), one.image());
    }
  }

  @Test
  void classificationGoesFromTrainingToTheAnswer() throws IOException {
    String data = "phantom:task=classification,cases=6,size=24";
    Path model = trainAndExport(data, "balanced accuracy phantom");
    CommandRun info = run("info", model);
    assertTrue(info.out().contains("computes    classification"), info.out());
    assertTrue(info.out().contains("labels      0 plain, 1 fat suppressed"), info.out());
    assertTrue(info.out().contains("by subject, each class with its share"), info.out());
    String splits = Files.readString(folder.resolve("run/splits/phantom.json"));
    assertTrue(splits.contains("\"stratifiedBy\": \"class\""), splits);
    CommandRun run = run("info", folder.resolve("run"));
    assertTrue(run.out().contains(", each class with its share"), run.out());

    CommandRun text = run("predict", "--model", model, "--in", images);
    assertEquals(ExitCode.OK, text.code(), text::toString);
    assertEquals(2, text.out().lines().count(), text.out());
    assertTrue(
        text.out().matches("(?s).*phantom_000\\.nii\\.gz: [a-z -]+ \\(plain 0\\.\\d{3}, fat .*"),
        text.out());
    CommandRun json =
        run("predict", "--model", model, "--in", images.resolve("phantom_001.nii.gz"), "--json");
    JsonObject answer = array(json.out()).getJsonObject(0);
    JsonObject probabilities = answer.getJsonObject("probabilities");
    assertEquals(3, probabilities.size());
    double best = probabilities.getJsonNumber(answer.getString("label")).doubleValue();
    double total = 0;
    for (String label : probabilities.keySet()) {
      total += probabilities.getJsonNumber(label).doubleValue();
      assertTrue(best >= probabilities.getJsonNumber(label).doubleValue(), json.out());
    }
    assertEquals(1, total, 1e-9);
    assertSameByRunAndModel(model, data, "accuracy");
  }

  @Test
  void regressionGoesFromTrainingToTheAnswer() throws IOException {
    String data = "phantom:task=regression,cases=6,size=24";
    Path model = trainAndExport(data, "R² phantom");
    assertTrue(run("info", model).out().contains("values      0 liver volume (ml)"));

    CommandRun text = run("predict", "--model", model, "--in", images);
    assertTrue(
        text.out().matches("(?s).*phantom_000\\.nii\\.gz: liver volume -?[0-9.]+ ml\n.*"),
        text.out());
    CommandRun json = run("predict", "--model", model, "--in", images, "--json");
    JsonObject value = array(json.out()).getJsonObject(1).getJsonArray("values").getJsonObject(0);
    assertEquals("liver volume", value.getString("name"));
    assertEquals("ml", value.getString("unit"));
    assertTrue(Double.isFinite(value.getJsonNumber("value").doubleValue()));
    assertSameByRunAndModel(model, data, "R²");

    run("evaluate", "--model", model, "--data", "phantom:cases=6", "--plugins", plugins)
        .assertError(ExitCode.MODEL, "liver volume (ml)", "does not fit");
  }

  @Test
  void aWholeImagesAnswerIsNoLabelMap() throws IOException {
    Path model = trainAndExport("phantom:task=classification,cases=6,size=24", "phantom");
    Path out = folder.resolve("labels");
    run("predict", "--model", model, "--in", images, "--out", out)
        .assertError(ExitCode.USAGE, "classification of whole images", "leave out --out");
  }

  @Test
  void anImageThatCannotBeUsedIsNamedAndLeftOut() throws IOException {
    Path model = trainAndExport("phantom:task=classification,cases=6,size=24", "phantom");
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    Files.copy(images.resolve("phantom_000.nii.gz"), mixed.resolve("good.nii.gz"));
    Files.writeString(mixed.resolve("bad.nii"), "no image");
    CommandRun run = run("predict", "--model", model, "--in", mixed);
    assertEquals(ExitCode.DATA, run.code(), run::toString);
    assertTrue(run.err().contains("bad.nii"), run.err());
    assertTrue(run.out().contains("good.nii.gz: "), run.out());
  }

  @Test
  void verifyReadsTargetsOfWholeImages() {
    for (String task : new String[] {"classification", "regression"}) {
      CommandRun verified =
          run("verify", "--data", "phantom:cases=3,size=24,task=" + task, "--plugins", plugins);
      assertEquals(ExitCode.OK, verified.code(), verified::toString);
      assertTrue(verified.out().contains("3 cases, 0 errors, 0 warnings"), verified.out());
    }
  }

  private Path trainAndExport(String data, String score) throws IOException {
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        """
        {"network": {"stemChannels": 4, "fabricChannels": 6, "branches": 1, "nodes": 1},
         "validationShare": 0.34}
        """);
    CommandRun trained =
        run(
            "train",
            "--config",
            config,
            "--data",
            data,
            "--out",
            folder.resolve("run"),
            "--epochs",
            1,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    assertTrue(trained.out().contains(score), trained.out());
    Path model = folder.resolve("model.onnx");
    CommandRun exported =
        run(
            "export",
            "--run",
            folder.resolve("run"),
            "--dataset",
            "phantom",
            "--out",
            model,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, exported.code(), exported::toString);
    return model;
  }

  /** The exported file is what training reported. */
  private void assertSameByRunAndModel(Path model, String data, String figure) throws IOException {
    Path json = folder.resolve("summary.json");
    CommandRun byRun =
        run(
            "evaluate",
            "--run",
            folder.resolve("run"),
            "--data",
            data,
            "--json",
            json,
            "--plugins",
            plugins);
    CommandRun byModel = run("evaluate", "--model", model, "--data", data, "--plugins", plugins);
    assertEquals(ExitCode.OK, byRun.code(), byRun::toString);
    assertTrue(byRun.out().contains(figure), byRun.out());
    assertEquals(byRun.out(), byModel.out());
    try (Reader reader = Files.newBufferedReader(json)) {
      assertEquals(
          2, Json.createReader(reader).readObject().getJsonArray("metric_per_case").size());
    }
  }

  private static JsonArray array(String text) {
    return Json.createReader(new StringReader(text)).readArray();
  }

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(arguments);
  }
}
