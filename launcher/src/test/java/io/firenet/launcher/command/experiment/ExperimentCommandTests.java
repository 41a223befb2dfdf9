package io.firenet.launcher.command.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.experiment.RunOutcome;
import io.firenet.core.experiment.RunStatus;
import io.firenet.core.experiment.ScoreTable;
import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import io.firenet.launcher.Firenet;
import io.firenet.launcher.KillPoint;
import io.firenet.launcher.process.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Experiments as users run them: interrupted, shared, asked for their state. */
@Timeout(300)
class ExperimentCommandTests {

  private static final String DATA = "phantom:cases=4,size=24";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path plugins;
  private Path config;

  @BeforeAll
  static void copyPlugins() throws IOException {
    plugins = Files.createDirectory(shared.resolve("plugins")).toRealPath();
    BuiltPlugins.copyTo(plugins);
  }

  @BeforeEach
  void writeConfig() throws IOException {
    config = folder.resolve("config.json");
    Files.writeString(
        config,
        """
        {"network": {"stemChannels": 4, "fabricChannels": 6, "branches": 2, "nodes": 1},
         "preprocessing": {"spacingMm": 4.0}, "stepsPerEpoch": 2, "epochs": 3}
        """);
  }

  private List<String> crossval(Path out) {
    return List.of(
        "crossval",
        "--data",
        DATA,
        "--folds",
        "2",
        "--out",
        out.toString(),
        "--config",
        config.toString(),
        "--plugins",
        plugins.toString());
  }

  private Process start(List<String> args, String... options) throws IOException {
    return builder(args, options).redirectOutput(folder.resolve("process.log").toFile()).start();
  }

  private static ProcessBuilder builder(List<String> args, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Firenet.class.getName()));
    command.addAll(args);
    // as many threads as here: another number sums in another order, which changes the last digits
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    return builder;
  }

  /** What must not depend on how often the work was interrupted: all but times and memory. */
  private static List<Object> results(Path out) throws IOException {
    List<Object> results = new ArrayList<>();
    for (RunOutcome outcome : ExperimentFolder.open(out).outcomes()) {
      results.add(outcome.run());
      results.add(outcome.cases());
      results.add(outcome.parameters());
      results.add(outcome.steps());
      outcome
          .history()
          .forEach(epoch -> results.addAll(List.of(epoch.trainingLoss(), epoch.validation())));
    }
    return results;
  }

  @Test
  void killedAtAPointItEndsInTheSameTables() throws Exception {
    assertEndsTheSame(2, 1);
  }

  /** At 50 points; takes half an hour on a busy machine. */
  @Test
  @Tag("slow")
  @Timeout(3600)
  void killedAtManyPointsItEndsInTheSameTables() throws Exception {
    assertEndsTheSame(50, 2);
  }

  /** Kills a process before or after one of its writes, goes on, and compares. */
  private void assertEndsTheSame(int kills, long seed) throws Exception {
    Path whole = folder.resolve("whole");
    int before = KillPoint.steps();
    CommandRun uninterrupted = CommandRun.of(crossval(whole).toArray());
    assertEquals(ExitCode.OK, uninterrupted.code(), uninterrupted::toString);
    int steps = KillPoint.steps() - before;
    Random random = new Random(seed);
    for (int kill = 1; kill <= kills; kill++) {
      int point = 1 + random.nextInt(steps);
      String when = "kill %d of %d, at step %d of %d".formatted(kill, kills, point, steps);
      Path killed = folder.resolve("killed-" + kill);
      Process process = start(crossval(killed), "-D%s=%d".formatted(KillPoint.PROPERTY, point));
      assertEquals(KillPoint.KILLED, process.waitFor(), () -> when + ": " + log());
      String where = log().lines().filter(line -> line.startsWith("killed at")).toList().toString();
      CommandRun resumed = CommandRun.of(crossval(killed).toArray());
      assertEquals(ExitCode.OK, resumed.code(), () -> when + where + resumed);
      assertEquals(results(whole), results(killed), when + where);
      assertEquals(
          ScoreTable.of(ExperimentFolder.open(whole).outcomes()),
          ScoreTable.of(ExperimentFolder.open(killed).outcomes()),
          when + where);
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("process.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void twoProcessesShareOneFolder() throws Exception {
    Path out = folder.resolve("shared");
    Process other = builder(crossval(out)).start();
    BufferedReader output = other.inputReader();
    String begins = "run 1/2: training-firenet-fold1";
    List<String> said = new ArrayList<>();
    while (said.isEmpty() || !said.get(said.size() - 1).startsWith(begins)) {
      String line = output.readLine();
      assertNotNull(line, said::toString);
      said.add(line);
    }
    CompletableFuture<List<String>> rest =
        CompletableFuture.supplyAsync(() -> output.lines().toList());
    CommandRun here = CommandRun.of(crossval(out).toArray());
    assertEquals(ExitCode.OK, here.code(), here::toString);
    assertTrue(
        here.out().contains("training-firenet-fold1: process %d on".formatted(other.pid())),
        here.out());
    assertTrue(here.out().contains("run 2/2: training-firenet-fold2"), here.out());
    assertTrue(other.waitFor(60, TimeUnit.SECONDS));
    assertEquals(ExitCode.OK, other.exitValue(), rest.join()::toString);
    CommandRun status = CommandRun.of("experiment", "status", out);
    assertTrue(status.out().contains("2 of 2 runs done"), status.out());
    CommandRun changed = CommandRun.of(concat(crossval(out), List.of("--epochs", "9")).toArray());
    changed.assertError(ExitCode.USAGE, "settings.training.epochs is 3, here it is 9");
    aChoiceIsAModel(out);
  }

  private static void aChoiceIsAModel(Path out) {
    CommandRun best = CommandRun.of("find-best", out, "--plugins", plugins);
    assertEquals(ExitCode.OK, best.code(), best::toString);
    assertTrue(best.out().contains("FIRENet, 2 models, on 4 validation cases"), best.out());
    Path choice = out.resolve("best/phantom.json");
    CommandRun.of("evaluate", "--model", choice, "--data", DATA, "--plugins", plugins)
        .assertError(ExitCode.USAGE, "seen each other's validation cases");
    CommandRun evaluated =
        CommandRun.of(
            "evaluate", "--model", choice, "--data", DATA, "--split", "all", "--plugins", plugins);
    assertEquals(ExitCode.OK, evaluated.code(), evaluated::toString);
    assertTrue(evaluated.out().endsWith("4 cases\n"), evaluated.out());
  }

  private static List<String> concat(List<String> one, List<String> other) {
    List<String> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  @Test
  void msdTrainsAllDatasetsAtOnceAndSaysHowFarItIs() throws Exception {
    Path out = folder.resolve("msd");
    CommandRun run =
        CommandRun.of(
            "experiment",
            "msd",
            "--data",
            DATA,
            "--networks",
            "firenet",
            "--out",
            out,
            "--config",
            config,
            "--epochs",
            1,
            "--plugins",
            plugins);
    assertEquals(ExitCode.OK, run.code(), run::toString);
    assertTrue(run.out().contains("FIRENet  phantom"), run.out());
    List<RunStatus> status = ExperimentFolder.open(out).status();
    assertEquals(List.of(RunStatus.State.DONE), status.stream().map(RunStatus::state).toList());
    Path trained = ExperimentFolder.open(out).run(status.get(0).run().id());
    String log = Files.readString(trained.resolve("log.txt"));
    assertTrue(log.contains("epoch   1/1"), log);
    assertTrue(log.contains(": done after 1 epoch"), log);
    CommandRun json = CommandRun.of("experiment", "status", out, "--json");
    assertTrue(json.out().contains("\"state\": \"done\""), json.out());
    assertTrue(Files.readString(out.resolve("report.md")).contains("FIRENet"));
    Files.delete(out.resolve("report.html"));
    CommandRun report = CommandRun.of("experiment", "report", out);
    assertEquals(ExitCode.OK, report.code(), report::toString);
    assertTrue(Files.size(out.resolve("report.html")) > 0);
    CommandRun.of("experiment", "status", folder.resolve("none"))
        .assertError(ExitCode.MODEL, "is no experiment");
    CommandRun.of("experiment").assertError(ExitCode.USAGE, "missing");
  }
}
