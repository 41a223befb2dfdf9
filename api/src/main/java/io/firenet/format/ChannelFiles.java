package io.firenet.format;

import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An image whose channels are in a file each, on one grid, as nnU-Net keeps them. */
public final class ChannelFiles implements StoredImage {

  /** How far two affines may lie apart, as a part of the longest voxel side: float32 headers do. */
  private static final double AFFINE_TOLERANCE = 1e-3;

  private static final int MAX_VALUES = Integer.MAX_VALUE - 8;

  private final List<Path> files;
  private final List<StoredImage> channels;

  private ChannelFiles(List<Path> files, List<StoredImage> channels) {
    this.files = files;
    this.channels = channels;
  }

  /**
   * Reads the headers of an image.
   *
   * @param files one file of any number of channels, or several of one channel each, in their order
   * @return the image, whose voxels are read when they are asked for
   * @throws IOException if one cannot be read, or one of several has more than a channel or another
   *     grid than the first
   */
  public static StoredImage open(List<Path> files) throws IOException {
    List<StoredImage> channels = new ArrayList<>();
    for (Path file : files) {
      StoredImage channel = ImageFormats.open(file);
      if (files.size() > 1 && channel.channels() != 1) {
        throw new IOException(
            "%s: of an image with a file for each channel, it must have one channel, it has %s"
                .formatted(file, channel.channels()));
      }
      channels.add(channel);
      requireSameGrid(
          file,
          channel.geometry(),
          files.get(0),
          channels.get(0).geometry(),
          "an image's channels");
    }
    return channels.size() == 1
        ? channels.get(0)
        : new ChannelFiles(List.copyOf(files), List.copyOf(channels));
  }

  /**
   * Checks that two files that belong together lie on one grid.
   *
   * @param file the file that is checked, for the message
   * @param grid where its voxels are
   * @param otherFile the file it belongs to, for the message
   * @param other where that file's voxels are
   * @param what what they are, for the message
   * @throws IOException if they do not
   */
  public static void requireSameGrid(
      Path file, ImageGeometry grid, Path otherFile, ImageGeometry other, String what)
      throws IOException {
    double toleranceMm = AFFINE_TOLERANCE * Arrays.stream(other.spacingMm()).max().orElseThrow();
    if (!grid.matches(other, toleranceMm)) {
      throw new IOException(
          "%s: %s must lie on one grid, %s has %s voxels and affine %s, this one %s and %s"
              .formatted(
                  file,
                  what,
                  otherFile.getFileName(),
                  other.size(),
                  other.voxelToWorld(),
                  grid.size(),
                  grid.voxelToWorld()));
    }
  }

  /** The file of the first channel. */
  @Override
  public ImageSource source() {
    return channels.get(0).source();
  }

  @Override
  public ImageGeometry geometry() {
    return channels.get(0).geometry();
  }

  @Override
  public int channels() {
    return channels.size();
  }

  @Override
  public List<String> notes() {
    return channels.stream().flatMap(channel -> channel.notes().stream()).distinct().toList();
  }

  @Override
  public Volume readVolume() throws IOException {
    long voxels = geometry().size().voxels();
    if (voxels > MAX_VALUES / channels.size()) {
      throw new IOException(
          "%s: the image is too large, %s channels of %s voxels; at most %s values can be read"
              .formatted(files.get(0), channels.size(), geometry().size(), MAX_VALUES));
    }
    float[] all = new float[(int) voxels * channels.size()];
    for (int channel = 0; channel < channels.size(); channel++) {
      float[] one = channels.get(channel).readVolume().data();
      System.arraycopy(one, 0, all, channel * one.length, one.length);
    }
    return new Volume(geometry(), channels.size(), all);
  }

  /**
   * Always fails: a label map has one channel.
   *
   * @throws IOException always
   */
  @Override
  public LabelMap readLabels() throws IOException {
    throw new IOException(
        "%s: a label map has one channel, here are %s files"
            .formatted(files.get(0), channels.size()));
  }
}
