package io.firenet.launcher.argument;

import io.firenet.core.io.JsonFile;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.training.run.TrainingConfig;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The file that {@code --config} names. */
public final class SettingsFile {

  private SettingsFile() {}

  /**
   * Its settings.
   *
   * @throws ParameterException if it holds none
   * @throws IOException if it cannot be read
   */
  public static JsonObject read(Path file, CommandSpec command) throws IOException {
    try {
      return JsonFile.readObject(file);
    } catch (IOException e) {
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        throw new ParameterException(command.commandLine(), e.getMessage(), e);
      }
      throw e;
    }
  }

  /**
   * The default recipe with its settings.
   *
   * @throws ParameterException if it holds none, or one that there is not
   * @throws IOException if it cannot be read
   */
  public static TrainingConfig readConfig(Path file, CommandSpec command) throws IOException {
    JsonObject settings = read(file, command);
    try {
      return RecordCodec.read(TrainingConfig.DEFAULT, settings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
