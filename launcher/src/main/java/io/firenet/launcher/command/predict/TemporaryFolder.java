package io.firenet.launcher.command.predict;

import io.firenet.file.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for copies of files of a cohort; closing it deletes it with all in it. */
record TemporaryFolder(Path path) implements AutoCloseable {

  static TemporaryFolder create() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("firenet-cohort"));
  }

  @Override
  public void close() throws IOException {
    FolderRemoval.delete(path);
  }
}
