package io.firenet.core.io;

import jakarta.json.Json;
import jakarta.json.JsonStructure;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only once it is complete, and is on the disk by then: neither
 * a process that is killed nor a power cut leaves half of it.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** What fills a file. */
  @FunctionalInterface
  public interface Content {

    /** Writes everything; the stream may be closed or not. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes beside the file and renames, so a crash leaves the old file as it was. Folders above it
   * are created. What killed writes of the same file have left is removed.
   *
   * @throws IOException if it cannot be written; no temporary file is left behind
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = absolute(file);
    Files.createDirectories(target.getParent());
    TemporaryFile.deleteAbandoned(target);
    write(target, content, true);
  }

  /**
   * As {@link #write}, without waiting for the disk: for files that are checked when they are read
   * and can be made again.
   *
   * @throws IOException if it cannot be written; no temporary file is left behind
   */
  public static void writeUnsynced(Path file, Content content) throws IOException {
    Path target = absolute(file);
    Files.createDirectories(target.getParent());
    write(target, content, false);
  }

  /**
   * Deletes a temporary file of a write that was killed; one that a process writes stays.
   *
   * @param temporary a file whose name shows that it is temporary
   */
  public static void deleteIfAbandoned(Path temporary) throws IOException {
    TemporaryFile.deleteIfAbandoned(temporary);
  }

  private static Path absolute(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (target.getParent() == null) {
      throw new IOException("cannot write %s: it is not a file's name".formatted(file));
    }
    return target;
  }

  private static void write(Path target, Content content, boolean sync) throws IOException {
    Path part = TemporaryFile.of(target);
    try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      WriteSteps.tell(WriteSteps.Step.CREATED, target);
      OutputStream out =
          new BufferedOutputStream(new Telling(Channels.newOutputStream(channel), target));
      content.writeTo(out);
      out.flush();
      WriteSteps.tell(WriteSteps.Step.WRITTEN, target);
      if (sync) {
        channel.force(true);
      }
      rename(part, target); // while it is locked, lest it be taken for abandoned
      if (sync) {
        syncFolder(target);
      }
      WriteSteps.tell(WriteSteps.Step.RENAMED, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Held while the file is written; null where the file system knows no locks. */
  private static @Nullable FileLock lock(FileChannel channel) {
    try {
      return channel.tryLock();
    } catch (IOException e) {
      return null;
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

  /**
   * Gives a file or folder that is complete its name. What a folder holds must be on the disk
   * already.
   *
   * @throws IOException if that is not possible; the draft stays
   */
  public static void publish(Path draft, Path target) throws IOException {
    if (Files.isRegularFile(draft)) {
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
    WriteSteps.tell(WriteSteps.Step.WRITTEN, target);
    rename(draft, target);
    syncFolder(target.toAbsolutePath());
    WriteSteps.tell(WriteSteps.Step.RENAMED, target);
  }

  private static void rename(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Brings the new name to the disk, where the system lets folders be opened. */
  private static void syncFolder(Path target) {
    try (FileChannel folder = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      return; // Windows, which does so by itself
    }
  }

  /** Tells when the first bytes are in the file. */
  private static final class Telling extends FilterOutputStream {

    private final Path target;
    private boolean told;

    Telling(OutputStream out, Path target) {
      super(out);
      this.target = target;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
      if (!told) {
        told = true;
        WriteSteps.tell(WriteSteps.Step.BEGUN, target);
      }
    }

    /** The file is not done before it is on the disk and has its name. */
    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
