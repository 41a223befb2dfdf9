package io.firenet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a folder holds, without the hidden twins {@code ._NAME} that macOS leaves beside the files
 * of other file systems: they have the endings of images and jars and are none.
 */
public final class FolderListing {

  private FolderListing() {}

  /**
   * {@return files and folders directly in a folder, sorted by name}
   *
   * @param folder the folder to list, which exists
   * @throws IOException if it cannot be listed
   */
  public static List<Path> of(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !isTwin(entry)).sorted().toList();
    }
  }

  /**
   * {@return whether a name is that of a twin of macOS}
   *
   * @param file a path of which the name alone counts
   */
  public static boolean isTwin(Path file) {
    Path name = file.getFileName();
    return name != null && name.toString().startsWith("._");
  }
}
