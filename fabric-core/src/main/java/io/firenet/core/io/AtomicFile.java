package io.firenet.core.io;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A file that appears under its name only once it is complete. */
public final class AtomicFile {

  private AtomicFile() {}

  /** What fills a file. */
  @FunctionalInterface
  public interface Content {

    /** Writes everything; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes beside the file and renames, so a crash leaves the old file as it was. Folders above it
   * are created.
   *
   * @throws IOException if it cannot be written; no temporary file is left behind
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException("cannot write %s: it is not a file's name".formatted(file));
    }
    Files.createDirectories(folder);
    // Not Files.createTempFile: its files are unreadable for others whatever the umask says.
    // Random rather than the process's number, which is often 1 in containers that share a folder.
    String suffix = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path part = folder.resolve("." + target.getFileName() + "." + suffix);
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  part,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE))) {
        content.writeTo(out);
      }
      rename(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Writes indented JSON, see {@link #write}. */
  public static void writeJson(Path file, JsonStructure json) throws IOException {
    var indented = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));
    write(
        file,
        out -> {
          try (JsonWriter writer = indented.createWriter(out)) {
            writer.write(json);
          }
        });
  }

  private static void rename(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
