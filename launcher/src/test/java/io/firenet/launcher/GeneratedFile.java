package io.firenet.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the documentation that no hand writes; {@code -Dupdate.docs} makes all of them anew.
 */
public final class GeneratedFile {

  private GeneratedFile() {}

  /** The command that makes what a class of tests compares. */
  public static String update(Class<?> tests) {
    return "mvn -pl launcher -am verify -Dtest=%s -Dupdate.docs -Dsurefire.failIfNoSpecifiedTests=false"
        .formatted(tests.getSimpleName());
  }

  /** What a file says, with line ends of its own system, that Git may have given it, undone. */
  public static String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).replace("\r\n", "\n") : "";
  }

  /** Fails if a file does not say what the code says. */
  public static void assertSays(String expected, Path file, Class<?> tests) throws IOException {
    if (System.getProperty("update.docs") != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, expected);
    }
    assertEquals(
        expected,
        read(file),
        () ->
            "launcher/%s is not what the code says; '%s' writes it".formatted(file, update(tests)));
  }
}
