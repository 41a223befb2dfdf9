package io.firenet.launcher.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.firenet.launcher.CommandRun;
import io.firenet.launcher.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code train} and {@code export} refuse, and that it leaves nothing behind. */
class TrainMistakeTests extends PhantomTraining {

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

  private Path nodes() throws IOException {
    return Files.writeString(folder.resolve("nodes.json"), "{\"network\": {\"nodes\": 1}}");
  }
}
