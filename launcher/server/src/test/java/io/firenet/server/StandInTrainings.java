package io.firenet.server;

import io.firenet.file.AtomicFile;
import io.firenet.server.training.TrainingStarter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Trainings that never end, or end at once, and exports that copy a model. */
final class StandInTrainings implements TrainingStarter {

  private final Supplier<Path> model;
  private String program = EndlessRun.class.getName();

  /**
   * @param model what is exported
   */
  StandInTrainings(Supplier<Path> model) {
    this.model = model;
  }

  /** Trainings end at once from now on. */
  void endAtOnce() {
    program = Nothing.class.getName();
  }

  @Override
  public Process train(Path dataset, String name, Path run, int epochs, Path log)
      throws IOException {
    return start(log, program, run.toString());
  }

  @Override
  public Process export(Path run, Path file, Path log) throws IOException {
    return start(log, Copy.class.getName(), model.get().toString(), file.toString());
  }

  private static Process start(Path log, String... program) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(program));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** A program that copies a file. */
  static final class Copy {

    private Copy() {}

    public static void main(String[] files) throws IOException {
      AtomicFile.write(Path.of(files[1]), out -> Files.copy(Path.of(files[0]), out));
    }
  }

  /** A program that ends at once. */
  static final class Nothing {

    private Nothing() {}

    public static void main(String[] run) {}
  }
}
