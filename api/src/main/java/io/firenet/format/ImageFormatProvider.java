package io.firenet.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Extension point: a format of image files. Implementations are found by {@link
 * java.util.ServiceLoader} or as OSGi bundles; they need a public constructor without parameters
 * and must be stateless and thread-safe.
 *
 * <p>Whatever the bytes are, a provider ends in a result or in an {@link IOException} of one line
 * that names the file, what was expected and what was found; it asks for no more memory than the
 * file can fill. {@code ImageFormatContractTests} of the test kit checks that.
 */
public interface ImageFormatProvider {

  /**
   * {@return what people call it, such as {@code NIfTI}; unique among formats, upper case aside}
   */
  String name();

  /**
   * Endings of the names of files that are opened as this format, whatever is in them.
   *
   * @return in lower case with the dot, such as {@code .nii.gz}; may be empty
   */
  List<String> endings();

  /**
   * {@return whether a file or folder that no ending tells of is an image of this format} Looks at
   * a file's first bytes, or at a few of a folder's files; called for files of all kinds, so it
   * must be quick.
   *
   * @param path exists and is a regular file or a folder
   * @throws IOException if it cannot be looked at
   */
  default boolean recognizes(Path path) throws IOException {
    return false;
  }

  /**
   * {@return whether one file or folder may hold several images, of which {@link ImageSource} names
   * one}
   */
  default boolean holdsSeries() {
    return false;
  }

  /**
   * The images that a file or folder holds, of which {@link ImageSource} names one.
   *
   * @param path a file or folder that this format claims
   * @return empty unless the format {@linkplain #holdsSeries holds several}
   * @throws IOException as {@link #open}, but not because there are several
   */
  default List<ImageSeries> series(Path path) throws IOException {
    return List.of();
  }

  /**
   * {@return files beside an image that are parts of it and no images themselves, such as the
   * voxels of a header; they need not exist}
   *
   * @param image a file with one of the {@link #endings}
   */
  default List<Path> companions(Path image) {
    return List.of();
  }

  /**
   * Reads an image's header.
   *
   * @param source the file or folder, and which series of it is meant where it holds several
   * @return the image, whose voxels are read when they are asked for
   * @throws IOException if it is missing, damaged or of a kind that cannot be read, or if the
   *     source must name a series and does not
   */
  StoredImage open(ImageSource source) throws IOException;

  /** {@return what writes this format, if it can be written} */
  default Optional<ImageWriter> writer() {
    return Optional.empty();
  }
}
