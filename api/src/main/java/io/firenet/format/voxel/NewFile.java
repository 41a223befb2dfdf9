package io.firenet.format.voxel;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file that appears under its name only when it is complete. */
public final class NewFile {

  private static final int BUFFER_BYTES = 1 << 16;

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; closing the stream is allowed. */
    void writeTo(OutputStream out) throws IOException;
  }

  private NewFile() {}

  /**
   * Writes a file, or replaces it.
   *
   * @throws IOException if it cannot be written; what was there before stays
   */
  public static void write(Path file, Content content) throws IOException {
    String name = "." + file.getFileName() + "." + UUID.randomUUID() + ".tmp";
    Path temporary = file.resolveSibling(name);
    try {
      try (OutputStream raw = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW);
          OutputStream out = new BufferedOutputStream(raw, BUFFER_BYTES)) {
        content.writeTo(out);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
