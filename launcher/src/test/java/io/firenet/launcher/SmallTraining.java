package io.firenet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder with the plugins, settings of a small network and the name of a run, for tests that
 * train.
 */
public abstract class SmallTraining {

  @TempDir protected static Path shared;
  @TempDir protected Path folder;

  protected static Path plugins;
  protected Path config;
  protected Path run;

  @BeforeAll
  static void copyPlugins() throws IOException {
    plugins = Files.createDirectory(shared.resolve("plugins"));
    BuiltPlugins.copyTo(plugins);
  }

  @BeforeEach
  protected final void writeConfig() throws IOException {
    run = folder.resolve("run");
    config = folder.resolve("config.json");
    Files.writeString(
        config,
        """
        {"network": {"stemChannels": 4, "fabricChannels": 6, "branches": 2, "nodes": 1},
         "validationShare": 0.4}
        """);
  }
}
