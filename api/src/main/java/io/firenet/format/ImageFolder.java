package io.firenet.format;

import io.firenet.file.FolderListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The images directly in a folder: files, and subfolders that are one image each. Hidden files are
 * no images, among them the twins {@code ._…} that macOS leaves.
 *
 * @param images sorted by name
 * @param others files that are neither images nor parts of one, sorted by name
 */
public record ImageFolder(List<Path> images, List<Path> others) {

  /**
   * Keeps copies of what could change.
   *
   * @param images sorted by name
   * @param others files that are neither images nor parts of one, sorted by name
   */
  public ImageFolder {
    images = List.copyOf(images);
    others = List.copyOf(others);
  }

  /**
   * Looks into a folder, at names first, and at the first bytes of files whose names do not tell.
   *
   * @param folder the folder to look into, not below it
   * @return the images and what else there is
   * @throws IOException if the folder cannot be listed
   */
  public static ImageFolder list(Path folder) throws IOException {
    List<Path> entries = FolderListing.of(folder).stream().filter(ImageFolder::isVisible).toList();
    Set<Path> parts = new HashSet<>();
    for (Path entry : entries) {
      parts.addAll(ImageFormats.companions(entry));
    }
    List<Path> images = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    for (Path entry : entries) {
      if (parts.contains(entry)) {
        continue;
      }
      if (ImageFormats.isImage(entry)) {
        images.add(entry);
      } else if (!Files.isDirectory(entry)) {
        others.add(entry);
      }
    }
    return new ImageFolder(images, others);
  }

  private static boolean isVisible(Path entry) {
    return !entry.getFileName().toString().startsWith(".");
  }
}
