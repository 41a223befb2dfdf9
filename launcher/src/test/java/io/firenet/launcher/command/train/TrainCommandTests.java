package io.firenet.launcher.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.data.Split;
import io.firenet.core.io.JsonFile;
import io.firenet.core.training.run.RunLock;
import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.process.ExitCode;
import io.firenet.model.ModelCardJson;
import io.firenet.testkit.DecathlonFixture;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From training to the exported file, through the command line, on small phantoms. */
class TrainCommandTests {

  private static final String DATA = "phantom:cases=5,size=24";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path plugins;
  private Path config;
  private Path run;

  @BeforeAll
  static void copyPlugins() throws IOException {
    plugins = Files.createDirectory(shared.resolve("plugins"));
    BuiltPlugins.copyTo(plugins);
  }

  @BeforeEach
  void writeConfig() throws IOException {
    run = folder.resolve("run");
    config = folder.resolve("config.json");
    Files.writeString(
        config,
        """
        {"network": {"stemChannels": 4, "fabricChannels": 6, "branches": 2, "nodes": 1},
         "validationShare": 0.4}
        """);
  }

  @Test
  void runIsTrainedResumedEvaluatedExportedAndUsed() throws IOException {
    CommandRun trained = train("--epochs", 1);
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    assertTrue(trained.out().contains("phantom: 3 cases to train on, 2 to validate on"));
    assertTrue(trained.out().contains("epoch   1/1  loss"), trained.out());
    assertTrue(trained.out().contains("| phantom |"), trained.out());
    CommandRun resumed =
        run("train", "--out", run, "--resume", "--epochs", 2, "--plugins", plugins);
    assertEquals(ExitCode.OK, resumed.code(), resumed::toString);
    assertTrue(resumed.out().contains("epoch   2/2  loss"), resumed.out());
    assertFalse(resumed.out().contains("epoch   1/"), resumed.out());

    Path model = folder.resolve("model.onnx");
    CommandRun exported = run("export", "--run", run, "--out", model, "--plugins", plugins);
    assertEquals(ExitCode.OK, exported.code(), exported::toString);
    CommandRun unsaid = run("evaluate", "--run", run, "--plugins", plugins);
    CommandRun byRun = run("evaluate", "--run", run, "--data", DATA, "--plugins", plugins);
    CommandRun byModel = run("evaluate", "--model", model, "--data", DATA, "--plugins", plugins);
    assertEquals(ExitCode.OK, byRun.code(), byRun::toString);
    assertTrue(byRun.out().endsWith("2 cases\n"), byRun.out());
    assertEquals(byRun.out(), unsaid.out()); // the run knows where its dataset is
    assertEquals(byRun.out(), byModel.out()); // the exported file is what training reported
  }

  @Test
  void theRunFolderTellsHowItWent() throws IOException {
    CommandRun trained = train("--epochs", 2, "--save-validation");
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    assertTrue(trained.out().contains(" left\n"), trained.out()); // after the first of two
    assertTrue(trained.out().contains("phantom, validation score by output"), trained.out());
    assertTrue(trained.out().contains("| kidneys "), trained.out());
    assertTrue(trained.out().contains("validation cases, the worst first"), trained.out());
    List<String> validating = Split.read(run.resolve("splits/phantom.json"), 0).validation();
    for (String id : validating) {
      assertTrue(trained.out().contains("| " + id + " "), trained.out());
      assertTrue(Files.isRegularFile(run.resolve("validation/phantom/" + id + ".nii.gz")), id);
    }
    List<String> csv = Files.readAllLines(run.resolve("progress.csv"));
    assertEquals(3, csv.size());
    assertTrue(csv.get(0).contains("phantom/Dice/liver"), csv.get(0));
    try (var events = Files.list(run.resolve("tensorboard"))) {
      assertEquals(1, events.count());
    }
    assertTrue(Files.isRegularFile(run.resolve("worst/phantom.png")));
    JsonObject worst =
        JsonFile.readObject(run.resolve("worst.json")).getJsonArray("examples").getJsonObject(0);
    assertEquals(2, worst.getInt("epoch"));
    assertTrue(validating.contains(worst.getString("caseId")), worst::toString);
    String progress = Files.readString(run.resolve("progress.json"));
    assertTrue(progress.contains("\"labels\""), progress);
    assertTrue(Files.readString(run.resolve("results.md")).contains("the worst first"));
    assertTrue(Files.readString(run.resolve("log.txt")).contains("epoch   2/2"));
  }

  @Test
  void lowerPrecisionIsExportedIfItCostsLittle() throws IOException {
    train("--epochs", 1);
    for (String precision : List.of("int8", "fp16")) {
      Path model = folder.resolve(precision + ".onnx");
      CommandRun exported = exportIn(precision, model, "--max-dice-loss", "1");
      assertEquals(ExitCode.OK, exported.code(), exported::toString);
      assertTrue(exported.out().contains("mean Dice of 1 validation case: "), exported::toString);
      assertTrue(run("info", model).out().contains(precision), exported::toString);
    }
    Path refused = folder.resolve("refused.onnx");
    exportIn("int8", refused, "--max-dice-loss", "-1")
        .assertError(ExitCode.MODEL, "not written: rounding costs ", "--calibration-cases");
    exportIn("int8", refused, "--for", "gpu").assertError(ExitCode.USAGE, "int8 is for the CPU");
    try (var files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("refused")));
    }
  }

  private CommandRun exportIn(String precision, Path model, String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("export", "--run", run, "--dataset", "phantom", "--out", model));
    arguments.addAll(List.of("--precision", precision, "--plugins", plugins));
    arguments.addAll(List.of("--check-cases", 1, "--calibration-cases", 2));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  @Test
  void validationCasesAreThoseOfTheRun() throws IOException {
    train("--epochs", 1, "--seed", 11);
    Split split = Split.read(run.resolve("splits/phantom.json"), 0);
    Path json = folder.resolve("summary.json");
    run("evaluate", "--run", run, "--data", DATA, "--json", json, "--plugins", plugins);
    String summary = Files.readString(json);
    split.validation().forEach(id -> assertTrue(summary.contains(id), id));
    split.training().forEach(id -> assertFalse(summary.contains(id), id));
  }

  @Test
  void aFoldersOwnLabelsGoFromTrainingToTheExportedFile() throws IOException {
    Path data = folder.resolve("zones");
    DecathlonFixture.write(data, List.of("T2"), List.of("background", "central", "peripheral"));
    String zones = "prostate-mr:labels=folder=" + data;
    CommandRun trained = train("--epochs", 1, "--data", zones);
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    Path model = folder.resolve("model.onnx");
    CommandRun exported =
        run(
            "export",
            "--run",
            run,
            "--dataset",
            "prostate-mr",
            "--out",
            model,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, exported.code(), exported::toString);
    CommandRun info = run("info", model);
    assertTrue(info.out().contains("2 peripheral"), info.out());
    CommandRun byRun = run("evaluate", "--run", run, "--data", zones, "--plugins", plugins);
    CommandRun byModel = run("evaluate", "--model", model, "--data", zones, "--plugins", plugins);
    assertEquals(ExitCode.OK, byRun.code(), byRun::toString);
    assertTrue(byRun.out().contains("peripheral"), byRun.out());
    assertEquals(byRun.out(), byModel.out());

    DecathlonFixture.write(data, List.of("T2"), List.of("background", "central", "urethra"));
    run("evaluate", "--run", run, "--data", zones, "--plugins", plugins)
        .assertError(ExitCode.MODEL, "peripheral", "urethra");
    run("train", "--out", run, "--resume", "--epochs", 2, "--plugins", plugins)
        .assertError(ExitCode.DATA, "peripheral", "urethra");
  }

  @Test
  void runIsExtendedByADatasetAndEachIsExported() throws IOException {
    train("--epochs", 1);
    Path first = run;
    run = folder.resolve("second");
    Path zones = folder.resolve("zones");
    DecathlonFixture.write(zones, List.of("T2"), List.of("background", "central"));
    List<Object> begin = List.of("train", "--from", first, "--out", run, "--plugins", plugins);
    List<Object> arguments = new ArrayList<>(begin);
    arguments.addAll(List.of("--data", "phantom", "--freeze-trunk"));
    arguments.addAll(List.of("--data", "prostate-mr:labels=folder=" + zones));
    CommandRun second = run(arguments.toArray());
    assertEquals(ExitCode.OK, second.code(), second::toString);
    assertTrue(second.out().contains("phantom: keeps stem and decoder"), second.out());
    assertTrue(second.out().contains("prostate-mr: new stem and decoder"), second.out());
    assertTrue(second.out().contains("phantom: 3 cases to train on, 2 to validate"), second.out());
    Path model = folder.resolve("model.onnx");
    for (String dataset : List.of("phantom", "prostate-mr")) {
      CommandRun exported =
          run("export", "--run", run, "--dataset", dataset, "--out", model, "--plugins", plugins);
      assertEquals(ExitCode.OK, exported.code(), exported::toString);
      assertTrue(run("info", model).out().contains("run, epoch 1"), exported::toString);
    }
    assertTrue(run("info", run).out().contains("run, epoch 1"));
    run("export", "--run", run, "--out", model, "--plugins", plugins)
        .assertError(ExitCode.USAGE, "--dataset", "phantom, prostate-mr");
    Path json = folder.resolve("all.json");
    CommandRun both = run("evaluate", "--run", run, "--json", json, "--plugins", plugins);
    assertEquals(ExitCode.OK, both.code(), both::toString);
    assertTrue(both.out().startsWith("phantom\n"), both.out());
    assertTrue(both.out().contains("\nprostate-mr\n"), both.out());
    for (String dataset : List.of("phantom", "prostate-mr")) {
      assertTrue(Files.isRegularFile(folder.resolve("all-%s.json".formatted(dataset))));
      assertTrue(Files.isDirectory(folder.resolve("all-%s-predictions".formatted(dataset))));
    }

    run = folder.resolve("third");
    List<Object> again = new ArrayList<>(begin);
    again.set(4, run);
    again.addAll(List.of("--seed", 9));
    run(again.toArray()).assertError(ExitCode.USAGE, "seed", "leave it out");
    Files.writeString(config, "{\"network\": {\"nodes\": 2}}");
    again.set(again.size() - 2, "--config");
    again.set(again.size() - 1, config);
    run(again.toArray()).assertError(ExitCode.USAGE, "network.nodes", "leave it out");
    train("--freeze-trunk").assertError(ExitCode.USAGE, "--from");
    train("--decoder", "absent").assertError(ExitCode.PLUGIN, "absent", "segmentation");
    train("--decoder", "regions").assertError(ExitCode.USAGE, "'regions' is for regions");
    train("--decoder", "other=segmentation").assertError(ExitCode.USAGE, "'other'", "phantom");
    assertFalse(Files.exists(run));
  }

  @Test
  void settingsOfTheCommandLineAreInRunJsonAndStay() throws IOException {
    CommandRun trained =
        train("--epochs", 1, "--sampling", "uniform", "--steps-per-epoch", 2, "--seed", 3);
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    String json = Files.readString(run.resolve("run.json"));
    assertTrue(json.contains("\"sampling\": \"uniform\""), json);
    assertTrue(json.contains("\"stepsPerEpoch\": 2"), json);
    run("train", "--out", run, "--resume", "--sampling", "balanced")
        .assertError(ExitCode.USAGE, "--sampling", "own settings");
    run = folder.resolve("other");
    train("--steps-per-epoch", -1).assertError(ExitCode.USAGE, "stepsPerEpoch", "-1");
    train("--sampling", "fair").assertError(ExitCode.USAGE, "fair", "PROPORTIONAL");
  }

  @Test
  void mistakesAreNamedAndLeaveNothingBehind() throws IOException {
    train("--data", "heart=" + folder).assertError(ExitCode.PLUGIN, "heart", "phantom");
    run("train", "--out", run).assertError(ExitCode.USAGE, "--data NAME=DIR");
    run("train", "--out", run, "--resume").assertError(ExitCode.MODEL, "no run");
    train("--minutes", -1).assertError(ExitCode.USAGE, "--minutes", "-1");
    Files.writeString(config, "{\"network\": {\"branchs\": 2}}");
    train().assertError(ExitCode.USAGE, "config.json", "network.branchs", "branches");
    Files.writeString(config, "{\"epochs\": 2.5}");
    train().assertError(ExitCode.USAGE, "epochs", "whole number", "2.5");
    Files.writeString(config, "not JSON");
    train().assertError(ExitCode.USAGE, "config.json");
    assertFalse(Files.exists(run));
  }

  @Test
  void unwritableOutputHasItsCode() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    run = file;
    train("--epochs", 1).assertError(ExitCode.OUTPUT, "file");
  }

  @Test
  void runIsNotOverwrittenAndBadExportsSayWhy() throws IOException {
    train("--epochs", 1);
    train("--epochs", 1).assertError(ExitCode.OUTPUT, "--resume");
    Path model = folder.resolve("model.onnx");
    run("export", "--run", run, "--dataset", "heart", "--out", model, "--plugins", plugins)
        .assertError(ExitCode.USAGE, "heart", "[phantom]");
    run("export", "--run", folder, "--dataset", "phantom", "--out", model, "--plugins", plugins)
        .assertError(ExitCode.MODEL, "run.json");
    Path below = config.resolve("model.onnx"); // config is a file
    run("export", "--run", run, "--dataset", "phantom", "--out", below, "--plugins", plugins)
        .assertError(ExitCode.OUTPUT, "config.json");
    assertFalse(Files.exists(model));
  }

  @Test
  void aRunHasOneProcessAtATime() throws IOException {
    assertEquals(ExitCode.OK, train("--epochs", 1).code());
    assertFalse(Files.exists(run.resolve(".lock")));
    String held = "process %d on ".formatted(ProcessHandle.current().pid());
    try (RunLock lock = RunLock.take(run, note -> {})) {
      run("train", "--out", run, "--resume", "--epochs", 2, "--plugins", plugins)
          .assertError(ExitCode.MODEL, run.toString(), held, " works on it since ", "end it");
      assertFalse(lock.lost());
    }
    Path other = folder.resolve("other");
    try (RunLock lock = RunLock.take(other, note -> {})) {
      run("train", "--data", DATA, "--out", other, "--config", config, "--plugins", plugins)
          .assertError(ExitCode.MODEL, held, " works on it since ");
      assertFalse(lock.lost());
    }
    assertFalse(Files.exists(other)); // nothing was in it
    assertEquals(
        ExitCode.OK,
        run("train", "--out", run, "--resume", "--epochs", 2, "--plugins", plugins).code());
  }

  @Test
  void aTimeLimitIsNamedAsTheEnd() throws IOException {
    train("--minutes", "Infinity").assertError(ExitCode.USAGE, "--minutes");
    CommandRun trained = train("--minutes", "0.001", "--epochs", 500);
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
    assertFalse(trained.out().contains("done:"), trained.out());
    assertTrue(
        trained.out().contains("ended by its time limit of 0.001 minutes, after 7 of 500 epochs"),
        trained.out()); // of 3 steps, until there are 20
    assertTrue(run("info", run).out().contains("ended by its time limit"), run("info", run).out());
    CommandRun again = run("train", "--out", run, "--resume", "--plugins", plugins);
    assertEquals(ExitCode.OK, again.code(), again::toString);
    assertTrue(again.out().contains("nothing left to train: the run's time limit"), again.out());
  }

  @Test
  void settingsOfAnotherNetworkAreNotDropped() throws IOException {
    train("--network", "unet-3d")
        .assertError(ExitCode.USAGE, "unknown setting 'network.stemChannels'", "unet-3d");
    Files.writeString(config, "{\"network\": {\"name\": \"firenet\", \"nodes\": 1}}");
    train("--network", "unet-3d")
        .assertError(ExitCode.USAGE, "settings are those of network \"firenet\"", "unet-3d");
    Files.writeString(config, "{\"network\": {\"channels\": 4.5}}");
    train("--network", "unet-3d").assertError(ExitCode.USAGE, "must be a whole number, got 4.5");
    Files.writeString(config, "{\"network\": {\"nodes\": 1}, \"network\": {\"nodes\": 2}}");
    train().assertError(ExitCode.USAGE, config.toString(), "no JSON");
    Files.writeString(config, "{\"preprocessing\": {\"spacing\": 2}}");
    train().assertError(ExitCode.USAGE, "unknown setting 'preprocessing.spacing'");
    run(
            "experiment",
            "msd",
            "--data",
            DATA,
            "--networks",
            "unet-3d",
            "--out",
            run,
            "--config",
            nodes(),
            "--plugins",
            plugins)
        .assertError(ExitCode.USAGE, "settings of network firenet", "not among", "unet-3d");
    assertFalse(Files.exists(run));
  }

  @Test
  void aFlippedBitOfAnExportedModelIsNoticed() throws IOException {
    train("--epochs", 1);
    Path model = folder.resolve("model.onnx");
    run("export", "--run", run, "--dataset", "phantom", "--out", model, "--plugins", plugins);
    assertTrue(run("info", model).out().contains("by their SHA-256"));
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1; // in a weight
    Files.write(model, bytes);
    run("info", model).assertError(ExitCode.MODEL, model.toString(), "damaged", "SHA-256");
    run("evaluate", "--model", model, "--data", DATA, "--plugins", plugins)
        .assertError(ExitCode.MODEL, model.toString(), "damaged");
  }

  private Path nodes() throws IOException {
    return Files.writeString(folder.resolve("nodes.json"), "{\"network\": {\"nodes\": 1}}");
  }

  @Test
  void aNetworkThatCannotFitLeavesNothingBehind() throws IOException {
    for (long channels : new long[] {200_000, 1_000_000, 2_000_000_000}) {
      Files.writeString(config, "{\"network\": {\"fabricChannels\": %d}}".formatted(channels));
      CommandRun refused = train();
      refused.assertError(ExitCode.USAGE);
      assertFalse(refused.err().contains(" -"), refused.err()); // no negative size
      assertFalse(Files.exists(run), refused::toString);
    }
    writeConfig();
    assertEquals(ExitCode.OK, train("--epochs", 1).code());
  }

  @Test
  void aModelsCardHasTheFinalScorePerLabelAndTheNumbersOfCases() throws Exception {
    train("--epochs", 2, "--validation-cases", 1);
    Path model = folder.resolve("model.onnx");
    run("export", "--run", run, "--dataset", "phantom", "--out", model, "--plugins", plugins);
    String info = run("info", model).out();
    assertTrue(info.contains("phantom (3 cases)"), info);
    assertTrue(info.contains(" on 2 validation cases"), info);
    assertFalse(info.contains("on 1 validation case"), info);
    assertTrue(info.lines().filter(line -> line.contains("validation cases")).count() > 2, info);
    Path json = folder.resolve("summary.json");
    CommandRun evaluated =
        run("evaluate", "--model", model, "--data", DATA, "--json", json, "--plugins", plugins);
    assertEquals(ExitCode.OK, evaluated.code(), evaluated::toString); // finds the same split
    double told =
        ModelCardJson.fromJson(run("info", model, "--json").out())
            .provenance()
            .metrics()
            .get("validation.Dice");
    double found =
        JsonFile.read(
            json,
            read -> read.getJsonObject("foreground_mean").getJsonNumber("Dice").doubleValue());
    assertEquals(found, told, 1e-3);
  }

  private CommandRun train(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", DATA));
    arguments.addAll(List.of("--out", run, "--config", config, "--plugins", plugins));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  private static CommandRun run(Object... arguments) {
    return CommandRun.of(arguments);
  }
}
