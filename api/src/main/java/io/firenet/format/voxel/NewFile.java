package io.firenet.format.voxel;

import io.firenet.file.RegularFile;
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
import java.util.UUID;

/** A file that appears under its name only when it is complete. */
public final class NewFile {

  private static final int BUFFER_BYTES = 1 << 16;

  /** Longest name on all file systems in use, in bytes. */
  private static final int MAX_NAME_BYTES = 255;

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; closing the stream is allowed. */
    void writeTo(OutputStream out) throws IOException;
  }

  private NewFile() {}

  /**
   * Checks that a file can be written, before the work is done whose result it is to hold.
   *
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
   * Writes a file, or replaces it. Its bytes are on the disk before it gets its name, so that a
   * power cut leaves the old file or the new one.
   *
   * @throws IOException if it cannot be written; what was there before stays, and the message names
   *     the file
   */
  public static void write(Path file, Content content) throws IOException {
    // Not of the file's name, which may be as long as names can be.
    Path temporary = file.resolveSibling(".firenet-" + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out =
              new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
        content.writeTo(new Unclosed(out));
        out.flush();
        channel.force(true);
      }
      rename(temporary, file);
    } catch (FileSystemException e) {
      throw of(file, e);
    } catch (IOException e) { // such as a full disk's, which says nothing else
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
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

  /** Contents may close what they write to, but the bytes still have to reach the disk. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
