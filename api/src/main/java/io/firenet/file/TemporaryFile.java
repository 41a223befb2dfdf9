package io.firenet.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Names of files that are being written, {@code .firenet-0123456789abcdef.tmp} beside their
 * targets, and what becomes of those whose process was killed. A file that is written is locked by
 * its process, and the system unlocks it when that ends.
 */
final class TemporaryFile {

  private static final Pattern NAME = Pattern.compile("\\.firenet-[0-9a-f]{16}\\.tmp");
  private static final Duration TIME_TO_LOCK = Duration.ofSeconds(2);
  private static final Duration WITHOUT_LOCKS = Duration.ofDays(1);

  private TemporaryFile() {}

  /** A name that nothing has yet; not of the target's, which may be as long as names can be. */
  static Path of(Path target) {
    // Not Files.createTempFile: its files are unreadable for others whatever the umask says.
    // Random rather than the process's number, which is often 1 in containers that share a folder.
    String random = String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
    return target.resolveSibling(".firenet-" + random + ".tmp");
  }

  /** Whether a file has such a name. */
  static boolean isOne(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /** Deletes what killed writes left in a folder; trouble with that is no trouble of the next. */
  static void deleteAbandoned(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, TemporaryFile::isOne)) {
      for (Path file : files) {
        deleteIfAbandoned(file);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return; // the next write tries again
    }
  }

  /** Deletes a temporary file unless a process writes it. */
  static void deleteIfAbandoned(Path file) throws IOException {
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isAbandoned(file)) {
      Files.deleteIfExists(file);
    }
  }

  private static boolean isAbandoned(Path file) throws IOException {
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    if (changed.isAfter(Instant.now().minus(TIME_TO_LOCK))) {
      return false; // may be about to be locked
    }
    try {
      return !LockedFile.isLocked(file);
    } catch (IOException e) {
      return changed.isBefore(Instant.now().minus(WITHOUT_LOCKS));
    }
  }
}
