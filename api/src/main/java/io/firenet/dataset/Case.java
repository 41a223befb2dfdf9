package io.firenet.dataset;

import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One labelled image. Each call reads anew, so nothing is held in memory; must be thread-safe. */
public interface Case {

  /**
   * Unique in its dataset, usable as a file name.
   *
   * @return a name of one line
   */
  String id();

  /**
   * Whom it shows; cases of one subject never fall on both sides of a split.
   *
   * @return a name that all cases of the subject share
   */
  default String subject() {
    return id();
  }

  /**
   * Reads the image, {@code [C,D,H,W]}.
   *
   * @return the image as it was acquired, float32
   * @throws IOException if it cannot be read; the message names the file
   */
  Volume image() throws IOException;

  /**
   * Reads where the image's voxels are, without the voxels where the format allows it.
   *
   * @return the grid, spacing in mm
   * @throws IOException if it cannot be read; the message names the file
   */
  default ImageGeometry geometry() throws IOException {
    return image().geometry();
  }

  /**
   * Reads the labels, on the image's grid: indices of the descriptor's, or {@link
   * LabelMap#IGNORED}.
   *
   * @return {@code [D,H,W]}
   * @throws IOException if they cannot be read; the message names the file
   */
  LabelMap labels() throws IOException;

  /**
   * Reads what the image is to be answered with: its labels, unless it is a {@link WholeImageCase}.
   *
   * @return of the kind that the dataset's head learns
   * @throws IOException if it cannot be read; the message names the file
   */
  default Target target() throws IOException {
    return new Target.Labels(labels());
  }

  /** {@return the image's file, if there is one; the first if there are several} */
  default Optional<Path> imageFile() {
    return Optional.empty();
  }

  /** {@return the label map's file, if there is one that holds it all} */
  default Optional<Path> labelFile() {
    return Optional.empty();
  }

  /**
   * {@return every file that the image is read from, as far as known: one for all channels, or for
   * each}
   */
  default List<Path> imageFiles() {
    return imageFile().stream().toList();
  }

  /** {@return every file that the labels are read from, as far as known} */
  default List<Path> labelFiles() {
    return labelFile().stream().toList();
  }
}
