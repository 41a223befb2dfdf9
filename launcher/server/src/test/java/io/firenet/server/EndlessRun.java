package io.firenet.server;

import io.firenet.core.evaluation.Score;
import io.firenet.core.training.run.DatasetLoss;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.core.training.run.RunLock;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.TrainingConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program that writes what a training writes: it holds the run's lock, adds an epoch for each
 * byte on its standard input, to those that are there, and never ends by itself.
 */
final class EndlessRun {

  private EndlessRun() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    try (RunLock lock = RunLock.take(folder, line -> {})) {
      RunState state = RunState.START;
      if (Files.exists(folder.resolve("run.json"))) {
        int done = Integer.parseInt(Files.readString(folder.resolve("epochs.txt")));
        for (int i = 0; i < done; i++) {
          state = next(state);
        }
      }
      RunFolder run =
          Files.exists(folder.resolve("run.json"))
              ? RunFolder.open(folder)
              : RunFolder.create(folder);
      run.writeInfo(
          new RunInfo("test", TrainingConfig.DEFAULT, List.of(), Optional.empty(), List.of()));
      System.out.println("ready");
      while (System.in.read() >= 0) {
        state = next(state);
        run.writeProgress(state);
        Files.writeString(folder.resolve("epochs.txt"), Integer.toString(state.epochs()));
      }
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private static RunState next(RunState state) {
    int epoch = state.epochs() + 1;
    return state.with(
        new EpochRecord(
            epoch,
            1.0 / epoch,
            Double.NaN,
            Map.of("abdomen", new Score("Dice", 1 - 1.0 / (epoch + 1))),
            Map.of("abdomen", new DatasetLoss(3, 1.0 / epoch, Double.NaN)),
            0,
            1,
            1e-3,
            Optional.of("test"),
            Optional.empty(),
            Optional.empty()),
        "2026-01-01T00:00:00Z");
  }
}
