package io.firenet.file;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A file that appears under its name only once it is complete, and is on the disk by then: neither
 * a process that is killed nor a power cut leaves half of it. Until then it is a hidden file beside
 * it; those that killed processes have left go with the next write into their folder.
 */
public final class AtomicFile {

  private static final int BUFFER_BYTES = 1 << 16;

  /** Longest name on all file systems in use, in bytes. */
  private static final int MAX_NAME_BYTES = 255;

  private AtomicFile() {}

  /** What fills a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes everything; the stream may be closed or not.
     *
     * @param out where the bytes go
     * @throws IOException if something cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Checks that a file can be written, before the work is done whose result it is to hold.
   *
   * @param file the file that is to be written; it may exist
   * @throws IOException if its folder is missing or may not be written to, if there is something
   *     that is no file, or if the name is too long; the message names the file
   */
  public static void requireWritable(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    if (folder == null || name == null) {
      throw new IOException(file + ": is no name of a file");
    }
    if (!Files.isDirectory(folder)) {
      String found = RegularFile.kind(folder);
      throw new IOException(
          "%s: its folder %s; create it first"
              .formatted(file, found.isEmpty() ? "does not exist" : "is " + found));
    }
    if (!Files.isWritable(folder)) {
      throw new IOException("%s: its folder may not be written to".formatted(file));
    }
    String found = RegularFile.kind(file);
    if (!found.isEmpty() && !Files.isRegularFile(file) && !Files.isSymbolicLink(file)) {
      throw new IOException("%s: is %s; give the name of a file".formatted(file, found));
    }
    int bytes = name.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME_BYTES) {
      throw new IOException(
          "%s: its name has %s bytes, file systems take %s; choose a shorter one"
              .formatted(file, bytes, MAX_NAME_BYTES));
    }
  }

  /**
   * Writes a file, or replaces it. Folders above it are created.
   *
   * @param file the file to write; what it held is replaced at once, when all is written
   * @param content writes the bytes; called once
   * @throws IOException if it cannot be written; what was there before stays, no temporary file is
   *     left behind, and the message names the file
   */
  public static void write(Path file, Content content) throws IOException {
    Files.createDirectories(folder(file));
    writeInFolder(file, content);
  }

  /**
   * Writes a file, or replaces it, in a folder that exists.
   *
   * @param file the file to write; what it held is replaced at once, when all is written
   * @param content writes the bytes; called once
   * @throws IOException as {@link #write}, and if there is no such folder
   */
  public static void writeInFolder(Path file, Content content) throws IOException {
    TemporaryFile.deleteAbandoned(folder(file));
    write(file, content, true);
  }

  /**
   * Writes a file like {@link #write}, but does not wait for the disk nor look for what killed
   * writes have left: for files that are checked when they are read and can be made again.
   *
   * @param file the file to write; what it held is replaced at once, when all is written
   * @param content writes the bytes; called once
   * @throws IOException as {@link #write}
   */
  public static void writeUnsynced(Path file, Content content) throws IOException {
    Files.createDirectories(folder(file));
    write(file, content, false);
  }

  /**
   * Writes indented JSON, see {@link #write}.
   *
   * @param file the file to write; what it held is replaced at once, when all is written
   * @param json an object or an array
   * @throws IOException if it cannot be written; what was there stays
   */
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
   * {@return whether a file's name is that of one that is being written, or was when its process
   * ended}
   *
   * @param file a path of which the name alone counts
   */
  public static boolean isTemporary(Path file) {
    return TemporaryFile.isOne(file);
  }

  /**
   * Deletes a temporary file of a write that was killed; one that a process writes stays.
   *
   * @param temporary a file of which {@link #isTemporary} holds
   * @throws IOException if it cannot be looked at or deleted
   */
  public static void deleteIfAbandoned(Path temporary) throws IOException {
    TemporaryFile.deleteIfAbandoned(temporary);
  }

  /**
   * Gives a file or folder that is complete its name. What a folder holds must be on the disk
   * already.
   *
   * @param draft the complete file or folder, in the target's file system
   * @param target its name from now on; a file of that name is replaced
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
    syncFolder(folder(target));
    WriteSteps.tell(WriteSteps.Step.RENAMED, target);
  }

  private static Path folder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + ": is no name of a file");
    }
    return folder;
  }

  private static void write(Path target, Content content, boolean sync) throws IOException {
    Path part = TemporaryFile.of(target.toAbsolutePath());
    try {
      write(part, target, content, sync);
    } catch (FileSystemException e) {
      throw part.toString().equals(e.getFile()) ? of(target, e) : e;
    } catch (IOException e) { // such as a full disk's, which says nothing else
      String message = String.valueOf(e.getMessage());
      boolean named = message.startsWith(target + ": ");
      throw named ? e : new IOException("%s: %s".formatted(target, message), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(Path part, Path target, Content content, boolean sync)
      throws IOException {
    try (LockedFile locked = LockedFile.create(part)) {
      FileChannel channel = locked.channel();
      WriteSteps.tell(WriteSteps.Step.CREATED, target);
      OutputStream out =
          new BufferedOutputStream(
              new Telling(Channels.newOutputStream(channel), target), BUFFER_BYTES);
      content.writeTo(out);
      out.flush();
      WriteSteps.tell(WriteSteps.Step.WRITTEN, target);
      if (sync) {
        channel.force(true);
      }
      rename(part, target); // while it is locked, lest it be taken for abandoned
      if (sync) {
        syncFolder(folder(target));
      }
      WriteSteps.tell(WriteSteps.Step.RENAMED, target);
    }
  }

  /** The same failure of the file itself: nobody knows the temporary one. */
  private static IOException of(Path file, FileSystemException e) {
    String why = e.getReason();
    if (e instanceof NoSuchFileException) {
      why = "its folder does not exist";
    } else if (e instanceof AccessDeniedException) {
      why = "permission denied";
    }
    String reason = why == null ? e.getClass().getSimpleName() : why;
    return new IOException("%s: %s".formatted(file, reason), e);
  }

  private static void rename(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Brings the new name to the disk, where the system lets folders be opened. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return; // Windows, which does so by itself
    }
  }

  /** Tells when the first bytes are in the file, which is not done before it has its name. */
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

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
