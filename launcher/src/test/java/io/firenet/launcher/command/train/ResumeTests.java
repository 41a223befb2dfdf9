package io.firenet.launcher.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.process.ExitCode;
import io.firenet.testkit.DecathlonFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that goes on needs, and how it says what is missing. */
class ResumeTests {

  @TempDir Path folder;
  private Path plugins;
  private Path run;
  private Path data;

  @BeforeEach
  void trainOneEpoch() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
    BuiltPlugins.copyTo(plugins);
    run = folder.resolve("run");
    data = folder.resolve("data");
    DecathlonFixture.write(data, List.of("T2"), List.of("background", "central"));
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        """
        {"network": {"stemChannels": 4, "fabricChannels": 6, "branches": 2, "nodes": 1}}
        """);
    CommandRun trained =
        CommandRun.of(
            "train",
            "--data",
            "prostate-mr:labels=folder=" + data,
            "--out",
            run,
            "--config",
            config,
            "--epochs",
            1,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, trained.code(), trained::toString);
  }

  @Test
  void newLimitsAreWrittenDown() throws IOException {
    assertEquals(ExitCode.OK, resume("--epochs", 3).code());
    assertTrue(Files.readString(run.resolve("run.json")).contains("\"epochs\": 3"));
    CommandRun info = CommandRun.of("info", run);
    assertTrue(info.out().contains("3 of 3 epochs"), info.out());
    CommandRun again = resume();
    assertEquals(ExitCode.OK, again.code(), again::toString);
    assertTrue(again.out().contains("nothing left to train"), again.out());
    assertTrue(again.out().contains("--epochs"), again.out());
  }

  /** What a run leaves that was killed between the checkpoint of its last epoch and the rest. */
  @Test
  void killedAfterItsLastCheckpointItGetsItsResultsAndLosesItsCache() throws IOException {
    List<String> all = List.of("results.json", "results.md", "progress.json", "progress.csv");
    List<String> drawn = List.of("progress.png", "worst.json", "worst/prostate-mr.png");
    String results = Files.readString(run.resolve("results.json"));
    for (String file : all) {
      Files.delete(run.resolve(file));
    }
    for (String file : drawn) {
      Files.delete(run.resolve(file));
    }
    CommandRun resumed = resume();
    assertEquals(ExitCode.OK, resumed.code(), resumed::toString);
    assertTrue(
        resumed.out().contains("1 epoch done, without results; what is left is the validation"),
        resumed.out());
    assertTrue(resumed.out().contains("| prostate-mr |"), resumed.out());
    assertTrue(resumed.out().contains("done: 1 epoch"), resumed.out());
    assertEquals(results, Files.readString(run.resolve("results.json")));
    for (String file : Stream.concat(all.stream(), drawn.stream()).toList()) {
      assertTrue(Files.exists(run.resolve(file)), file);
    }
    assertFalse(Files.exists(run.resolve("cache")));
    CommandRun again = resume();
    assertTrue(again.out().contains("nothing left to train"), again.out());
  }

  @Test
  void killedBeforeItsCacheWasClearedItIsClearedNext() throws IOException {
    Path left = run.resolve("cache/prostate-mr-%s.case".formatted("0".repeat(32)));
    Files.createDirectories(left.getParent());
    Files.writeString(left, "rest");
    CommandRun resumed = resume();
    assertTrue(resumed.out().contains("nothing left to train"), resumed.out());
    assertFalse(Files.exists(run.resolve("cache")), resumed.out());
  }

  @Test
  void movedFolderIsNamedAndCanBeToldAnew() throws IOException {
    Path moved = folder.resolve("elsewhere");
    Files.move(data, moved);
    resume("--epochs", 2)
        .assertError(ExitCode.DATA, data.toString(), "--data prostate-mr=DIR", "prostate-mr");
    CommandRun resumed = resume("--epochs", 2, "--data", "prostate-mr=" + moved);
    assertEquals(ExitCode.OK, resumed.code(), resumed::toString);
    assertEquals(ExitCode.OK, resume("--epochs", 3).code()); // run.json knows it now
    resume("--data", "heart=" + moved).assertError(ExitCode.USAGE, "heart", "[prostate-mr]");
  }

  @Test
  void missingPluginAndCasesAreNamed() throws IOException {
    try (Stream<Path> jars = Files.list(plugins)) {
      for (Path jar : jars.filter(j -> j.getFileName().toString().contains("Prostate")).toList()) {
        Files.delete(jar);
      }
    }
    resume("--epochs", 2)
        .assertError(ExitCode.PLUGIN, "the run trains dataset prostate-mr", "plugin jar");
    Files.delete(run.resolve("splits/prostate-mr.json"));
    BuiltPlugins.copyTo(Files.createDirectory(folder.resolve("all")));
    plugins = folder.resolve("all");
    Files.writeString(
        run.resolve("splits/prostate-mr.json"), "[{\"train\": [\"case_9\"], \"val\": []}]");
    resume("--epochs", 2).assertError(ExitCode.DATA, "case_9", "splits");
  }

  @Test
  void unreadableCaseIsNamedAndTheRunStays() throws IOException {
    byte[][] images = new byte[2][];
    for (int i = 0; i < 2; i++) {
      images[i] = Files.readAllBytes(image(i));
      Files.write(image(i), Arrays.copyOf(images[i], 60));
    }
    resume("--epochs", 2)
        .assertError(ExitCode.DATA, "dataset prostate-mr, case case_", ".nii.gz", "--resume");
    for (int i = 0; i < 2; i++) {
      Files.write(image(i), images[i]);
    }
    CommandRun mended = resume();
    assertEquals(ExitCode.OK, mended.code(), mended::toString);
    assertTrue(mended.out().contains("epoch   2/2"), mended.out());
    assertFalse(mended.out().contains("epoch   1/"), mended.out());
  }

  @Test
  void cacheIsSharedByRunsOrLeavesWithItsOwn() throws IOException {
    assertFalse(Files.exists(run.resolve("cache"))); // it was, and the run is done
    Path cache = folder.resolve("cache");
    for (int epochs = 2; epochs <= 3; epochs++) {
      assertEquals(ExitCode.OK, resume("--epochs", epochs, "--cache", cache).code());
      try (Stream<Path> files = Files.list(cache)) {
        assertEquals(2, files.count()); // one for each case
      }
    }
    Path none = folder.resolve("none");
    resume("--epochs", 4, "--cache", none, "--cache-size", 0);
    assertFalse(Files.exists(none));
    assertEquals(ExitCode.OK, resume("--epochs", 5, "--cache", none, "--cache-size", "1M").code());
    assertTrue(Files.exists(none));
    resume("--cache-size", "much").assertError(ExitCode.USAGE, "--cache-size", "20G", "much");
  }

  private Path image(int index) {
    return data.resolve("imagesTr/case_%d.nii.gz".formatted(index + 1));
  }

  private CommandRun resume(Object... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("train", "--out", run, "--resume", "--plugins", plugins),
                Arrays.stream(more))
            .toArray());
  }
}
