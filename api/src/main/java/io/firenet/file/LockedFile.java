package io.firenet.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open for writing and locked by this process until it is closed or the process
 * ends, however that comes. Others leave it alone, or find by it that its process lives.
 *
 * <p>Whoever asks for a file's lock does it here: on POSIX systems a process loses its lock of a
 * file when it closes <em>any</em> channel of that file, also one that was opened just to ask.
 */
public final class LockedFile implements AutoCloseable {

  /** What this process has locked; guarded by itself. Locks are a process's, so this is too. */
  private static final Set<Object> OWN = new HashSet<>();

  private final FileChannel channel;
  private final @Nullable Object key;

  private LockedFile(FileChannel channel, @Nullable Object key) {
    this.channel = channel;
    this.key = key;
  }

  /**
   * Makes a file that is not there yet, and locks it where the file system knows locks.
   *
   * @param file does not exist yet, its folder does
   * @return the file, to be closed
   * @throws IOException if it cannot be made
   */
  public static LockedFile create(Path file) throws IOException {
    synchronized (OWN) {
      FileChannel channel = open(file, StandardOpenOption.CREATE_NEW);
      try {
        if (tryLock(channel)) {
          return of(file, channel);
        }
      } catch (IOException e) {
        // The file system knows no locks.
      }
      return new LockedFile(channel, null);
    }
  }

  /**
   * Locks a file, which is made if it is not there.
   *
   * @param file may exist; its content is left as it is
   * @return empty if this process or another has locked it
   * @throws IOException if it cannot be opened, or the file system knows no locks
   */
  public static Optional<LockedFile> tryLock(Path file) throws IOException {
    synchronized (OWN) {
      if (isOwn(file)) {
        return Optional.empty();
      }
      FileChannel channel = open(file, StandardOpenOption.CREATE);
      boolean locked = false;
      try {
        locked = tryLock(channel);
        return locked ? Optional.of(of(file, channel)) : Optional.empty();
      } finally {
        if (!locked) {
          channel.close();
        }
      }
    }
  }

  /**
   * {@return whether this process or another has locked a file}
   *
   * @param file exists
   * @throws IOException if it cannot be opened for writing, or the file system knows no locks
   */
  public static boolean isLocked(Path file) throws IOException {
    synchronized (OWN) {
      if (isOwn(file)) {
        return true;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        return !tryLock(channel);
      }
    }
  }

  private static FileChannel open(Path file, OpenOption how) throws IOException {
    return FileChannel.open(file, how, StandardOpenOption.WRITE);
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null; // it ends with the channel
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static LockedFile of(Path file, FileChannel channel) throws IOException {
    Object key = key(file);
    if (key != null) {
      OWN.add(key);
    }
    return new LockedFile(channel, key);
  }

  private static boolean isOwn(Path file) throws IOException {
    return !OWN.isEmpty() && Files.exists(file) && OWN.contains(key(file));
  }

  /** What a file keeps when it is renamed; null on Windows, which does not lose locks either. */
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /**
   * For writing.
   *
   * @return the channel of the file, closed with this
   */
  public FileChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    synchronized (OWN) {
      if (key != null) {
        OWN.remove(key);
      }
      channel.close();
    }
  }
}
