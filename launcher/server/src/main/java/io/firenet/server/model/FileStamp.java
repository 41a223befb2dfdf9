package io.firenet.server.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file as it was at a time, to see whether it has changed.
 *
 * @param file absolute
 * @param bytes its size; -1 if it is not there
 * @param changedAt milliseconds since 1970
 */
record FileStamp(Path file, long bytes, long changedAt) {

  static FileStamp of(Path file) {
    Path absolute = file.toAbsolutePath();
    try {
      return new FileStamp(
          absolute, Files.size(absolute), Files.getLastModifiedTime(absolute).toMillis());
    } catch (IOException e) {
      return new FileStamp(absolute, -1, 0);
    }
  }
}
