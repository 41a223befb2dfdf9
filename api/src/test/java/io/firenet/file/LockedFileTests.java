package io.firenet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LockedFileTests {

  @TempDir Path folder;

  /** Another process, which says what it finds of a file. */
  static final class Asker {

    private Asker() {}

    public static void main(String[] arguments) throws IOException {
      System.out.print(LockedFile.isLocked(Path.of(arguments[0])));
    }
  }

  private static boolean isLockedToOthers(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Asker.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Boolean.parseBoolean(said);
  }

  @Test
  void askingDoesNotLoseTheLock() throws Exception {
    Path file = folder.resolve("lock");
    try (LockedFile held = LockedFile.tryLock(file).orElseThrow()) {
      assertTrue(LockedFile.isLocked(file));
      assertTrue(LockedFile.tryLock(file).isEmpty());
      assertTrue(held.channel().isOpen());
      assertTrue(isLockedToOthers(file));
    }
    assertFalse(LockedFile.isLocked(file));
    assertFalse(isLockedToOthers(file));
  }

  @Test
  void staysLockedUnderAnotherName() throws Exception {
    Path file = folder.resolve("locking");
    try (LockedFile held = LockedFile.create(file)) {
      Path renamed = Files.move(file, folder.resolve("lock"));
      assertTrue(held.channel().isOpen());
      assertTrue(LockedFile.isLocked(renamed));
      assertTrue(isLockedToOthers(renamed));
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aWriteIsLeftAloneByOthersOfTheSameProcess() throws Exception {
    Path target = folder.resolve("result");
    AtomicFile.write(
        target,
        out -> {
          out.write(1);
          Path part = part();
          age(part);
          TemporaryFile.deleteIfAbandoned(part);
          AtomicFile.write(folder.resolve("other"), each -> each.write(2));
          try {
            assertTrue(isLockedToOthers(part));
          } catch (Exception e) {
            throw new IOException(e);
          }
        });
    assertTrue(Files.exists(target));
  }

  /** As of a write that takes long. By another process: ours would lose its lock. */
  private static void age(Path file) throws IOException {
    try {
      assertEquals(
          0, new ProcessBuilder("touch", "-t", "200001010000", file.toString()).start().waitFor());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Path part() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(AtomicFile::isTemporary).findFirst().orElseThrow();
    }
  }
}
