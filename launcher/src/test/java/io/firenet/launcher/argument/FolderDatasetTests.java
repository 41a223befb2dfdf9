package io.firenet.launcher.argument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.SmallTraining;
import io.firenet.launcher.process.ExitCode;
import io.firenet.testkit.DecathlonFixture;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Folders that describe themselves, from {@code --data NAME=DIR} to the model, without a plugin.
 */
class FolderDatasetTests extends SmallTraining {

  private static final String STATED =
      "{\"name\": \"LumbarVertebrae\", \"description\": \"Lumbar bodies\", \"licence\": \"research"
          + " use\", \"reference\": \"Zukic 2014\", ";

  private Path data;

  @BeforeEach
  void writeFolder() throws IOException {
    data = folder.resolve("Bones_Spine");
    describe(List.of("background", "vertebra 1", "vertebra 2"));
  }

  private void describe(List<String> labels) throws IOException {
    DecathlonFixture.write(data, List.of("MRI"), labels);
    Path json = data.resolve("dataset.json");
    Files.writeString(json, STATED + Files.readString(json).substring(1));
  }

  private static CommandRun run(Object... args) {
    return CommandRun.of(Stream.concat(Stream.of(args), Stream.of("--plugins", plugins)).toArray());
  }

  private static String ok(Object... args) {
    CommandRun done = run(args);
    assertEquals(ExitCode.OK, done.code(), done::toString);
    return done.out();
  }

  private void train(String dataset) {
    ok("train", "--data", dataset, "--config", config, "--epochs", 1, "--out", run);
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "'%s' lacks '%s'".formatted(text, part));
    }
  }

  private static JsonObject json(Path file) throws IOException {
    try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
      return reader.readObject();
    }
  }

  @Test
  void aFolderIsTrainedExportedResumedAndEvaluatedUnderANameOfOnesOwn() throws IOException {
    String trained =
        ok("train", "--data", "spine=" + data, "--config", config, "--epochs", 1, "--out", run);
    assertContains(
        trained, "spine: no plugin's dataset", "'Lumbar bodies'", "MRI", "'research use'");
    assertEquals(1, trained.lines().filter(line -> line.contains("no plugin's")).count(), trained);
    assertContains(
        ok("train", "--resume", "--out", run, "--epochs", 2), "epoch   2/2", "1 case to train on");

    Path model = folder.resolve("model.onnx");
    ok("export", "--run", run, "--dataset", "spine", "--out", model);
    String info = CommandRun.of("info", model).out();
    assertContains(info, "spine: Lumbar bodies", "research use", "Zukic 2014", "2 vertebra 2");

    Path summary = folder.resolve("summary.json");
    String byRun = ok("evaluate", "--run", run, "--data", "spine", "--json", summary);
    JsonObject one = json(summary).getJsonArray("metric_per_case").getJsonObject(0);
    Path prediction = Path.of(one.getString("prediction_file"));
    assertEquals(
        folder.resolve("summary-predictions").resolve(one.getString("case") + ".nii.gz"),
        prediction);
    Path reference = Path.of(one.getString("reference_file"));
    assertEquals(data.resolve("labelsTr"), reference.getParent());
    assertEquals(
        ImageFormats.readLabels(reference).size(), ImageFormats.readLabels(prediction).size());

    String byModel = ok("evaluate", "--model", model, "--data", "spine=" + data);
    assertTrue(byModel.endsWith(byRun), byModel);
    Path kept = folder.resolve("kept");
    ok("evaluate", "--model", model, "--data", "spine=" + data, "--predictions", kept);
    assertEquals(-1, Files.mismatch(kept.resolve(prediction.getFileName()), prediction));
    ok(
        "export",
        "--run",
        run,
        "--dataset",
        "spine",
        "--precision",
        "fp16",
        "--out",
        folder.resolve("half.onnx"),
        "--max-dice-loss",
        1);
  }

  @Test
  void aFolderThatMovedIsNamedAnew() throws IOException {
    train("spine=" + data);
    Path moved = Files.move(data, folder.resolve("moved"));
    run("train", "--resume", "--out", run, "--epochs", 2)
        .assertError(ExitCode.DATA, "--data spine=DIR");
    String resumed =
        ok("train", "--resume", "--out", run, "--epochs", 2, "--data", "spine=" + moved);
    assertFalse(resumed.contains("no plugin"), resumed);
    assertContains(Files.readString(run.resolve("run.json")), moved.toString());
    assertContains(
        ok("evaluate", "--run", run, "--data", "spine=" + moved, "--split", "all"), "2 cases");
    data = moved;
    describe(List.of("background", "vertebra 1", "sacrum"));
    run("train", "--resume", "--out", run, "--epochs", 3)
        .assertError(ExitCode.DATA, "vertebra 2", "sacrum");
  }

  @Test
  void aRunBeginsWithAnotherWhoseDatasetNoPluginBrings() {
    train("spine=" + data);
    Path next = folder.resolve("next");
    assertContains(
        ok("train", "--from", run, "--data", "spine", "--epochs", 1, "--out", next),
        "spine: keeps stem and decoder");
    assertContains(
        ok("train", "--from", run, "--epochs", 1, "--out", folder.resolve("all")), "keeps stem");
  }

  @Test
  void foldersLabelsComeWithItsLicenceWhicheverPluginReadsThem() {
    train("msd-heart:labels=folder=" + data);
    Path model = folder.resolve("model.onnx");
    ok("export", "--run", run, "--dataset", "msd-heart", "--out", model);
    String info = CommandRun.of("info", model).out();
    assertContains(info, "msd-heart: Lumbar bodies", "research use", "Zukic 2014");
    assertFalse(info.contains("CC-BY-SA") || info.contains("Antonelli"), info);
    // What the run was told once need not be said again.
    assertContains(ok("evaluate", "--run", run, "--data", "msd-heart=" + data), "vertebra 1");
  }

  @Test
  void anotherLicenceIsToldAndKept() throws IOException {
    describe(List.of("background", "left atrium"));
    String trained =
        ok("train", "--data", "msd-heart=" + data, "--config", config, "--epochs", 1, "--out", run);
    assertContains(trained, "msd-heart: note: ", "'research use'", "'CC-BY-SA 4.0'");
    JsonObject descriptor =
        json(run.resolve("run.json"))
            .getJsonArray("datasets")
            .getJsonObject(0)
            .getJsonObject("descriptor");
    assertEquals("research use", descriptor.getString("licence"));
    assertEquals("Zukic 2014", descriptor.getString("citation"));
  }

  @Test
  void aNameLikeAPluginsIsAnError() {
    run("verify", "--data", "msd-hippocampos=" + data)
        .assertError(
            ExitCode.PLUGIN, "did you mean 'msd-hippocampus'?", "msd-hippocampos:labels=folder=");
    run("train", "--data", "fantom=" + data, "--out", run)
        .assertError(ExitCode.PLUGIN, "did you mean 'phantom'?");
    assertFalse(Files.exists(run));
    assertContains(
        ok("verify", "--data", "fantom:labels=folder=" + data), "2 cases, 0 errors, 0 warnings");
  }

  @Test
  void aFolderThatDoesNotSayWhatItIsIsAnError() throws IOException {
    run("verify", "--data", "spine").assertError(ExitCode.PLUGIN, "no dataset 'spine'");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    run("verify", "--data", "spine=" + empty)
        .assertError(ExitCode.DATA, empty.toString(), "no plugin brings a dataset 'spine'");
    run("verify", "--data", "spine=" + folder.resolve("absent"))
        .assertError(ExitCode.DATA, "no such folder");
    Files.writeString(data.resolve("dataset.json"), "{");
    run("verify", "--data", "spine=" + data).assertError(ExitCode.DATA, "not valid JSON");
  }

  @Test
  void crossValidationCarriesTheDeclarationToo() {
    Path experiment = folder.resolve("crossval");
    ok(
        "crossval",
        "--data",
        "spine=" + data,
        "--folds",
        2,
        "--config",
        config,
        "--epochs",
        1,
        "--out",
        experiment);
    assertContains(ok("experiment", "resume", experiment), "done: 2 runs");
    assertContains(ok("find-best", experiment, "--no-ensembles"), "2 validation cases");
  }

  @Test
  void nnunetsFolderIsVerifiedWithWhatItLacks() throws IOException {
    Path raw = folder.resolve("Dataset001_Two");
    ImageGeometry grid = ImageGeometry.axisAligned(new GridSize(4, 5, 6), 1);
    for (String id : List.of("a", "b")) {
      for (int channel = 0; channel < 2; channel++) {
        Path image = raw.resolve("imagesTr/%s_%04d.nii.gz".formatted(id, channel));
        Files.createDirectories(image.getParent());
        float[] voxels = new float[120];
        voxels[channel] = 1;
        ImageFormats.write(image, new Volume(grid, 1, voxels));
      }
      Path labels = raw.resolve("labelsTr").resolve(id + ".nii.gz");
      Files.createDirectories(labels.getParent());
      short[] values = new short[120];
      values[7] = 1;
      ImageFormats.write(labels, new LabelMap(grid, values));
    }
    Files.writeString(
        raw.resolve("dataset.json"),
        """
        {"channel_names": {"0": "T2", "1": "ADC"}, "labels": {"background": 0, "tumour": 1},
         "numTraining": 2, "file_ending": ".nii.gz"}
        """);
    assertContains(ok("verify", "--data", "two=" + raw), "two: 2 cases, 0 errors, 0 warnings");
    Files.writeString(raw.resolve("imagesTr/notes.txt"), "");
    Files.delete(raw.resolve("imagesTr/b_0001.nii.gz"));
    CommandRun verified = run("verify", "--data", "two=" + raw);
    assertEquals(ExitCode.DATA, verified.code(), verified::toString);
    assertContains(
        verified.out(),
        "two: note: ",
        "1 file is left out",
        "notes.txt",
        "ERROR b: ",
        "b_0001.nii.gz",
        "two: 2 cases, 1 error, 1 warning");
  }
}
