package io.firenet.launcher.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.io.JsonFile;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.process.ExitCode;
import io.firenet.model.ModelCardJson;
import io.firenet.testkit.DecathlonFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From training to the exported file and its use, through the command line, on small phantoms. */
class TrainedModelTests extends PhantomTraining {

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
    assertTrue(second.out().contains("phantom: cases that keep their side: 5 of 5"), second.out());
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

  private CommandRun exportIn(String precision, Path model, String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("export", "--run", run, "--dataset", "phantom", "--out", model));
    arguments.addAll(List.of("--precision", precision, "--plugins", plugins));
    arguments.addAll(List.of("--check-cases", 1, "--calibration-cases", 2));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }
}
