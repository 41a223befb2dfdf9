package io.firenet.launcher.command.serve;

import io.firenet.server.training.TrainingStarter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code firenet train} and {@code export} as processes, started as this one was. */
final class TrainingProcess implements TrainingStarter {

  private static final String MAIN = "io.firenet.launcher.Firenet";

  @Override
  public Process train(Path dataset, String name, Path run, int epochs, Path log)
      throws IOException {
    return start(
        log,
        "train",
        "--data",
        name + "=" + dataset.toAbsolutePath(),
        "--out",
        run.toAbsolutePath().toString(),
        "--epochs",
        Integer.toString(epochs));
  }

  @Override
  public Process export(Path run, Path model, Path log) throws IOException {
    return start(
        log,
        "export",
        "--run",
        run.toAbsolutePath().toString(),
        "--out",
        model.toAbsolutePath().toString());
  }

  private static Process start(Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }
}
