package io.firenet.launcher.command.train;

import io.firenet.core.io.JsonFile;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The file that {@code --config} names. */
final class SettingsFile {

  private SettingsFile() {}

  /**
   * Its settings.
   *
   * @throws ParameterException if it holds none
   * @throws IOException if it cannot be read
   */
  static JsonObject read(Path file, CommandSpec command) throws IOException {
    try {
      return JsonFile.readObject(file);
    } catch (IOException e) {
      if (Files.isRegularFile(file) && Files.isReadable(file)) {
        throw new ParameterException(command.commandLine(), e.getMessage(), e);
      }
      throw e;
    }
  }
}
