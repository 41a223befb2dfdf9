package io.firenet.launcher.host;

import io.firenet.file.FolderRemoval;
import io.firenet.file.LockedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A temporary folder that lasts as long as its owner. A process that is killed leaves its folder
 * behind; the next one finds it unlocked and deletes it.
 */
final class CacheFolder implements AutoCloseable {

  private static final String PREFIX = "firenet-plugins";
  private static final String LOCK = "lock";
  private static final Duration TIME_TO_LOCK = Duration.ofHours(1);

  private final Path path;
  private final LockedFile lock;
  private final Thread deleteAtExit = new Thread(this::delete, "firenet-plugin-cache");

  private CacheFolder(Path path, LockedFile lock) {
    this.path = path;
    this.lock = lock;
    // An interrupted program does not come to close().
    Runtime.getRuntime().addShutdownHook(deleteAtExit);
  }

  /** Creates a folder in the system's temporary folder, and deletes those that nobody owns. */
  static CacheFolder create() throws IOException {
    Path path = Files.createTempDirectory(PREFIX);
    deleteStale(path);
    // Locked under another name: a lock that is seen is one that is held.
    Path unseen = path.resolve("locking");
    LockedFile lock =
        LockedFile.tryLock(unseen)
            .orElseThrow(() -> new IOException(unseen + ": cannot be locked"));
    Files.move(unseen, path.resolve(LOCK));
    return new CacheFolder(path, lock);
  }

  Path path() {
    return path;
  }

  private static void deleteStale(Path own) {
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
      for (Path each : siblings) {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own))
            && isStale(each)) {
          FolderRemoval.delete(each);
        }
      }
    } catch (IOException | UncheckedIOException | UnsupportedOperationException e) {
      // They only take room; the next start tries again.
    }
  }

  private static boolean isStale(Path folder) throws IOException {
    Path lock = folder.resolve(LOCK);
    if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
      // Another process is about to lock it, or was killed before it did.
      Instant created = Files.getLastModifiedTime(folder).toInstant();
      return created.isBefore(Instant.now().minus(TIME_TO_LOCK));
    }
    return !LockedFile.isLocked(lock);
  }

  /** Deletes the folder and all in it. */
  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(deleteAtExit);
    } catch (IllegalStateException e) {
      // The program is ending: the hook runs or has run.
    }
  }

  private synchronized void delete() {
    try {
      lock.close(); // some systems delete no file that is open
      FolderRemoval.delete(path);
    } catch (IOException | UncheckedIOException e) {
      // The next start finds it unlocked and deletes it.
    }
  }
}
