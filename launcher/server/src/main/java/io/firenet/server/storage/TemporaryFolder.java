package io.firenet.server.storage;

import io.firenet.file.FolderRemoval;
import io.firenet.file.LockedFile;
import io.firenet.server.http.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one folder in which callers' files lie, with a bound on their bytes. Only its owner may look
 * into it; it goes when it is closed, or, if its process was killed, when another is made beside.
 */
public final class TemporaryFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
  private static final String PREFIX = "firenet-serve-";
  private static final String LOCK = ".lock";

  /** A lock file that is younger may be about to be locked by the server that made it. */
  private static final Duration BEING_MADE = Duration.ofSeconds(10);

  private final Path root;
  private final long quotaBytes;
  private final AtomicLong usedBytes = new AtomicLong();
  private final LockedFile lockFile;

  private TemporaryFolder(Path root, long quotaBytes, LockedFile lockFile) {
    this.root = root;
    this.quotaBytes = quotaBytes;
    this.lockFile = lockFile;
  }

  /**
   * Makes a new one.
   *
   * @param parent where, such as the system's folder for temporary files
   * @throws IOException if it cannot be made
   */
  public static TemporaryFolder create(Path parent, long quotaBytes) throws IOException {
    removeAbandoned(parent);
    Path root = Files.createTempDirectory(parent, PREFIX);
    LockedFile lockFile =
        LockedFile.tryLock(root.resolve(LOCK))
            .orElseThrow(() -> new IOException(root + ": cannot be locked"));
    Files.createDirectory(root.resolve("uploads"));
    return new TemporaryFolder(root, quotaBytes, lockFile);
  }

  private static void removeAbandoned(Path parent) throws IOException {
    List<Path> others;
    try (Stream<Path> entries = Files.list(parent)) {
      others =
          entries
              .filter(each -> each.getFileName().toString().startsWith(PREFIX))
              .sorted()
              .toList();
    }
    for (Path other : others) {
      if (isAbandoned(other.resolve(LOCK))) {
        remove(other);
      }
    }
  }

  private static boolean isAbandoned(Path lock) {
    if (!Files.isRegularFile(lock) || !Files.isWritable(lock)) {
      return false;
    }
    Instant settled = Instant.now().minus(BEING_MADE);
    try {
      return Files.getLastModifiedTime(lock).toInstant().isBefore(settled)
          && !LockedFile.isLocked(lock);
    } catch (IOException e) {
      return false;
    }
  }

  /** Where it is. */
  public Path root() {
    return root;
  }

  /** Where requests' files arrive. */
  public Path uploads() {
    return root.resolve("uploads");
  }

  /** Bytes that are taken or promised. */
  public long usedBytes() {
    return usedBytes.get();
  }

  /**
   * Promises room.
   *
   * @throws Refusal if there is not as much
   */
  public void reserve(long bytes) {
    long used = usedBytes.addAndGet(bytes);
    if (used > quotaBytes) {
      usedBytes.addAndGet(-bytes);
      throw new Refusal(
          507,
          "the server's room for images and results is used up; delete some, or try again when"
              + " others have expired",
          60);
    }
  }

  /** Takes a promise back. */
  public void release(long bytes) {
    usedBytes.addAndGet(-bytes);
  }

  /** A new empty folder in it, whose bytes {@link Room} counts. */
  public Room room(String kind, String id) throws IOException {
    return new Room(this, Files.createDirectories(root.resolve(kind).resolve(id)));
  }

  /** The bytes of the files below a folder. */
  static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  /** Removes a folder with all that is in it; if that fails, the log says so. */
  public static void remove(Path folder) {
    try {
      FolderRemoval.delete(folder);
    } catch (IOException e) {
      LOG.warn("a temporary folder could not be removed: {}", e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
    remove(root);
  }
}
