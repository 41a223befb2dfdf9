package io.firenet.folder;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of a labelled image in a folder.
 *
 * @param id the case's
 * @param images one file with all channels, or a file for each channel in their order
 * @param labels where its labels are
 */
public record FolderCase(String id, List<Path> images, LabelFiles labels) {

  /**
   * Checks what it is made of.
   *
   * @param id the case's
   * @param images one file with all channels, or a file for each channel in their order
   * @param labels where its labels are
   * @throws IllegalArgumentException if there is no image file
   */
  public FolderCase {
    images = List.copyOf(images);
    if (images.isEmpty()) {
      throw new IllegalArgumentException("case '%s' needs an image file".formatted(id));
    }
  }
}
