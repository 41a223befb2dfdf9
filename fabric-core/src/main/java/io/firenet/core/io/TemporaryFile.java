package io.firenet.core.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Names of files that are being written beside their targets, {@code .TARGET.0123456789abcdef}, and
 * what becomes of those whose process was killed. A file that is written is locked by its process,
 * and the system unlocks it when that ends.
 */
final class TemporaryFile {

  private static final int LONGEST = 200; // characters of the target's name that are kept
  private static final Duration TIME_TO_LOCK = Duration.ofSeconds(2);
  private static final Duration WITHOUT_LOCKS = Duration.ofDays(1);

  private TemporaryFile() {}

  /** A name that nothing has yet. */
  static Path of(Path target) {
    // Not Files.createTempFile: its files are unreadable for others whatever the umask says.
    // Random rather than the process's number, which is often 1 in containers that share a folder.
    return target.resolveSibling(
        "%s%016x".formatted(prefix(target), ThreadLocalRandom.current().nextLong()));
  }

  /** A name may have 255 bytes; the longest targets are cut. */
  private static String prefix(Path target) {
    String name = target.getFileName().toString();
    StringBuilder kept = new StringBuilder(".");
    int bytes = 0;
    for (int at = 0; at < name.length(); ) {
      int character = name.codePointAt(at);
      bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      if (bytes > LONGEST) {
        break;
      }
      kept.appendCodePoint(character);
      at += Character.charCount(character);
    }
    return kept.append('.').toString();
  }

  /** Deletes what killed writes of the target left; trouble with that is no trouble of the next. */
  static void deleteAbandoned(Path target) {
    Pattern name = Pattern.compile(Pattern.quote(prefix(target)) + "[0-9a-f]{1,16}");
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            target.getParent(), file -> name.matcher(file.getFileName().toString()).matches())) {
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
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process writes it
    } catch (IOException e) {
      return changed.isBefore(Instant.now().minus(WITHOUT_LOCKS));
    }
  }
}
