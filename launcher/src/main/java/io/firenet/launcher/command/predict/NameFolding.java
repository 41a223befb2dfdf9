package io.firenet.launcher.command.predict;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Which names a folder's file system takes for one: macOS and Windows mostly those that differ in
 * case alone, macOS also those whose accents are encoded in another way.
 *
 * @param cases whether case does not matter
 * @param accents whether the encoding of accents does not matter
 */
record NameFolding(boolean cases, boolean accents) implements UnaryOperator<String> {

  /**
   * Tries it out.
   *
   * @param folder exists and may be written to
   * @throws IOException if it may not
   */
  static NameFolding of(Path folder) throws IOException {
    return new NameFolding(isOne(folder, "a", "A"), isOne(folder, "\u00e9", "e\u0301"));
  }

  private static boolean isOne(Path folder, String one, String other) throws IOException {
    String prefix = ".firenet-" + UUID.randomUUID();
    try {
      Path file = Files.createFile(folder.resolve(prefix + one));
      try {
        return Files.exists(folder.resolve(prefix + other));
      } finally {
        Files.delete(file);
      }
    } catch (InvalidPathException e) {
      return true; // names that cannot be written cannot be told apart
    } catch (FileAlreadyExistsException e) {
      throw new IOException(folder + ": its file system changes names", e);
    }
  }

  /** The same for all names that are one. */
  @Override
  public String apply(String name) {
    String folded = accents ? Normalizer.normalize(name, Normalizer.Form.NFC) : name;
    if (!cases) {
      return folded;
    }
    return folded
        .codePoints()
        .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
