package io.firenet.launcher.command.train;

import io.firenet.launcher.BuiltPlugins;
import io.firenet.launcher.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder with settings of a small network and the name of a run on phantoms, for the tests of
 * {@code train}.
 */
abstract class PhantomTraining {

  static final String DATA = "phantom:cases=5,size=24";

  @TempDir static Path shared;
  @TempDir Path folder;

  static Path plugins;
  Path config;
  Path run;

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

  final CommandRun train(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", DATA));
    arguments.addAll(List.of("--out", run, "--config", config, "--plugins", plugins));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  static CommandRun run(Object... arguments) {
    return CommandRun.of(arguments);
  }
}
