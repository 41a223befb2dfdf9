package io.firenet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The check that a path is a file with an end: a pipe, a socket or a device would block its reader
 * for ever or never end.
 */
public final class RegularFile {

  private static final int TYPE_MASK = 0170000;

  private RegularFile() {}

  /**
   * Checks a path before it is opened.
   *
   * @param file what is about to be read; a link counts as what it leads to
   * @param expected what it should be, such as {@code an image}, for the message
   * @return the path
   * @throws IOException if there is nothing, or a folder, a pipe, a socket or a device
   */
  public static Path require(Path file, String expected) throws IOException {
    if (!Files.isRegularFile(file)) {
      String found = kind(file);
      if (found.isEmpty()) {
        throw new IOException("%s: expected %s, there is no such file".formatted(file, expected));
      }
      throw new IOException("%s: expected %s, found %s".formatted(file, expected, found));
    }
    return file;
  }

  /**
   * What is at a path, with its article.
   *
   * @param path need not exist
   * @return such as {@code a folder} or {@code a pipe}; empty if there is nothing
   */
  public static String kind(Path path) {
    if (Files.isRegularFile(path)) {
      return "a file";
    } else if (Files.isDirectory(path)) {
      return "a folder";
    } else if (!Files.exists(path)) {
      return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? "a link that leads nowhere" : "";
    }
    return switch (type(path)) {
      case 0010000 -> "a pipe";
      case 0140000 -> "a socket";
      case 0020000, 0060000 -> "a device";
      default -> "something that is no file";
    };
  }

  private static int type(Path path) {
    try {
      return (Integer) Files.getAttribute(path, "unix:mode") & TYPE_MASK;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 0; // it has gone meanwhile, or the system has no such types
    }
  }
}
