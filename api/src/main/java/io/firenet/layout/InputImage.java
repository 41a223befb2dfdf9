package io.firenet.layout;

import io.firenet.format.ChannelFiles;
import io.firenet.format.ImageFormats;
import io.firenet.format.StoredImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An image that a model is to be applied to: a file, or with nnU-Net's names a file for each
 * channel, {@code CASE_0000.nii.gz} and so on.
 *
 * @param name the file, or where the image would be if it were one file, {@code CASE.nii.gz}
 * @param files the files, one or those of the channels, in their order
 */
public record InputImage(Path name, List<Path> files) {

  /**
   * Keeps copies of what could change.
   *
   * @param name the file, or where the image would be if it were one file, {@code CASE.nii.gz}
   * @param files the files, one or those of the channels, in their order
   */
  public InputImage {
    files = List.copyOf(files);
  }

  /** An image in one file. */
  static InputImage ofFile(Path file) {
    return new InputImage(file, List.of(file));
  }

  /**
   * {@return the image that a file belongs to: one of several channels in a file each, if the model
   * takes as many and the first is there}
   *
   * @param file one file of the image, which exists
   * @param channels how many the model takes
   */
  public static InputImage of(Path file, int channels) {
    return ChannelGroup.of(file)
        .filter(group -> channels > 1 && Files.isRegularFile(group.file(0)))
        .filter(group -> !isWhole(file))
        .map(group -> new InputImage(file, group.image(channels, List.of()).files()))
        .orElseGet(() -> ofFile(file));
  }

  /**
   * {@return the images that files of a folder are, in their order} A file that has several
   * channels is an image of its own, and so is one of a numbered series for a model of one channel
   * ({@code scan_0001}, {@code scan_0002}), and whatever has another name. A channel that is
   * missing or too many is said when the image is opened.
   *
   * @param files paths of files that exist, in any order
   * @param channels how many the model takes
   */
  public static List<InputImage> of(List<Path> files, int channels) {
    return new ChannelGroups(files, channels).images();
  }

  /**
   * Reads the headers.
   *
   * @return the image, whose voxels are read when they are asked for
   * @throws IOException as {@link ChannelFiles#open}
   */
  public StoredImage open() throws IOException {
    return ChannelFiles.open(files);
  }

  /** Whether a file has several channels by itself; who cannot say will fail when it is read. */
  static boolean isWhole(Path file) {
    try {
      return ImageFormats.open(file).channels() > 1;
    } catch (IOException e) {
      return false;
    }
  }

  /** The file, or that of the first channel. */
  @Override
  public String toString() {
    return files.get(0).toString();
  }
}
