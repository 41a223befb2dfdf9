package io.firenet.format;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an image is to be read from.
 *
 * @param path a file, or a folder whose files are one image, such as a DICOM series
 * @param series which of several images that are there, in the words of the format: for DICOM a
 *     UID, a number or a part of a description
 */
public record ImageSource(Path path, Optional<String> series) {

  /**
   * Refuses null.
   *
   * @param path a file, or a folder whose files are one image, such as a DICOM series
   * @param series which of several images that are there, in the words of the format: for DICOM a
   *     UID, a number or a part of a description
   */
  public ImageSource {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(series, "series");
  }

  /**
   * {@return the only image that is there}
   *
   * @param path a file, or a folder that is one image
   */
  public static ImageSource of(Path path) {
    return new ImageSource(path, Optional.empty());
  }

  @Override
  public String toString() {
    return series.map(text -> path + ", series " + text).orElse(path.toString());
  }
}
