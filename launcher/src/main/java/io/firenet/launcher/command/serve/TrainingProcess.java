package io.firenet.launcher.command.serve;

import io.firenet.server.training.TrainingStarter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code firenet train} in a process of its own, started as this one was. */
final class TrainingProcess implements TrainingStarter {

  private static final String MAIN = "io.firenet.launcher.Firenet";

  @Override
  public Process start(Path dataset, String name, Path run, int epochs, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "train"));
    command.addAll(List.of("--data", name + "=" + dataset.toAbsolutePath()));
    command.addAll(List.of("--out", run.toAbsolutePath().toString()));
    command.addAll(List.of("--epochs", Integer.toString(epochs)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
