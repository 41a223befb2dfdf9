package io.firenet.core.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The clock by which a folder's file system says when files change: on a share, its server's. */
final class FolderClock {

  private FolderClock() {}

  /**
   * Its time now, by a file that is there for a moment.
   *
   * @throws IOException if the folder cannot be written
   */
  static Instant now(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, ".clock", ".part");
    try {
      Files.write(file, new byte[1]);
      return Files.getLastModifiedTime(file).toInstant();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
