package io.firenet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTests {

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Path temporary(String name, long secondsAgo) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "half");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(secondsAgo)));
    return file;
  }

  @Test
  void whatKilledWritesLeftGoesWithTheNextWriteThere() throws IOException {
    temporary(".firenet-0123456789abcdef.tmp", 60);
    List<String> others =
        List.of(".a.json.0123456789abcdef", ".firenet-0123.tmp", ".firenet-backup.tmp", "b.tmp");
    for (String other : others) {
      temporary(other, 60);
    }
    temporary(".firenet-00112233445566ff.tmp", 0); // may be about to be locked
    write(folder.resolve("a.json"), "{}");
    List<String> left = new ArrayList<>(others);
    left.addAll(List.of(".firenet-00112233445566ff.tmp", "a.json"));
    assertEquals(left.stream().sorted().toList(), names());
  }

  @Test
  void whatIsBeingWrittenStays() throws IOException {
    Path file = folder.resolve("a.json");
    AtomicFile.write(
        file,
        out -> {
          out.write('1');
          Path own = folder.resolve(names().get(0));
          Files.setLastModifiedTime(own, FileTime.from(Instant.now().minusSeconds(60)));
          write(file, "2"); // another write there meanwhile
          assertTrue(Files.exists(own));
        });
    assertEquals(List.of("a.json"), names());
    assertEquals("1", Files.readString(file));
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.json");
    write(file, "old");
    assertThrows(
        IOException.class,
        () ->
            AtomicFile.write(
                file,
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("no luck");
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.json"), names());
  }

  @Test
  void errorsNameTheFileAndNotTheTemporaryOne() throws IOException {
    Path missing = folder.resolve("none/a.json");
    IOException e =
        assertThrows(
            IOException.class, () -> AtomicFile.writeInFolder(missing, out -> out.write('1')));
    assertEquals(missing + ": its folder does not exist", e.getMessage());
    Path taken = Files.createDirectories(folder.resolve("taken/full")).getParent();
    e = assertThrows(IOException.class, () -> write(taken, "text"));
    assertTrue(e.getMessage().startsWith(taken + ": "), e.getMessage());
    assertFalse(e.getMessage().contains(".tmp"), e.getMessage());
    assertEquals(List.of("taken"), names());
  }

  @Test
  void namesMayBeAsLongAsTheFileSystemLetsThem() throws IOException {
    for (String name : List.of("x".repeat(255), "é".repeat(127), "😀".repeat(63))) {
      write(folder.resolve(name), "all");
      assertEquals("all", Files.readString(folder.resolve(name)));
      Files.delete(folder.resolve(name));
    }
    assertEquals(List.of(), names());
  }
}
