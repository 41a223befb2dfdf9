package io.firenet.launcher.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.data.Split;
import io.firenet.core.io.JsonFile;
import io.firenet.core.training.run.RunLock;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.process.ExitCode;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run is and leaves behind, through the command line, on small phantoms. */
class TrainCommandTests extends PhantomTraining {

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
}
