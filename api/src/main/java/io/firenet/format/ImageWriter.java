package io.firenet.format;

import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What writes files of one format; stateless. A file appears under its name only when complete. */
public interface ImageWriter {

  /**
   * Endings of the names that it writes; the first is the usual one.
   *
   * @return in lower case with the dot, such as {@code .nii.gz}
   */
  List<String> endings();

  /**
   * {@return the kinds of label map that the format tells apart, such as {@code seg} and {@code
   * rtstruct} of DICOM; the first is the usual one} Empty where there is but one.
   */
  default List<String> representations() {
    return List.of();
  }

  /**
   * Checks, before labels are computed, that a label map with these details can be written.
   *
   * @param file has one of the {@link #endings}
   * @param details what the labels will mean, and the image they will be of
   * @throws IOException if the image that the details name cannot be read
   * @throws IllegalArgumentException as {@link #write(Path, LabelMap, SegmentationDetails)}
   */
  default void check(Path file, SegmentationDetails details) throws IOException {}

  /**
   * Writes an image as float32.
   *
   * @param file has one of the {@link #endings}
   * @param volume {@code [C,D,H,W]}, float32
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if the format, or files of this ending, cannot hold it
   */
  void write(Path file, Volume volume) throws IOException;

  /**
   * Writes a label map.
   *
   * @param file has one of the {@link #endings}
   * @param labels {@code [D,H,W]}, int16
   * @param details what the labels mean and where they come from, as far as the format keeps it
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if the format, or files of this ending, cannot hold it
   */
  void write(Path file, LabelMap labels, SegmentationDetails details) throws IOException;
}
