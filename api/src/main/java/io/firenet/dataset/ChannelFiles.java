package io.firenet.dataset;

import io.firenet.format.ImageFormats;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** An image whose channels are in one file, or in a file each that lie on one grid. */
public final class ChannelFiles {

  /** How far two affines may lie apart, as a part of the longest voxel side: float32 headers do. */
  private static final double AFFINE_TOLERANCE = 1e-3;

  private static final int MAX_VALUES = Integer.MAX_VALUE - 8;

  private ChannelFiles() {}

  /**
   * Reads an image.
   *
   * @param files one file of any number of channels, or several of one channel each
   * @return {@code [C,D,H,W]}, float32, in the order of the files
   * @throws InvalidDatasetException if one of several files has more than a channel or another grid
   *     than the first
   * @throws IOException if a file cannot be read
   */
  public static Volume read(List<Path> files) throws IOException {
    Volume first = ImageFormats.readVolume(files.get(0));
    if (files.size() == 1) {
      return first;
    }
    checkOneChannel(files.get(0), first);
    int voxels = first.data().length;
    if (voxels > MAX_VALUES / files.size()) {
      throw new InvalidDatasetException(
          "%s: the image is too large, %d channels of %d voxels; at most %d values can be read"
              .formatted(files.get(0), files.size(), voxels, MAX_VALUES));
    }
    float[] all = Arrays.copyOf(first.data(), voxels * files.size());
    for (int channel = 1; channel < files.size(); channel++) {
      Path file = files.get(channel);
      Volume next = ImageFormats.readVolume(file);
      checkOneChannel(file, next);
      checkSameGrid(file, next.geometry(), files.get(0), first.geometry(), "the image's channels");
      System.arraycopy(next.data(), 0, all, channel * voxels, voxels);
    }
    return new Volume(first.geometry(), files.size(), all);
  }

  private static void checkOneChannel(Path file, Volume channel) throws InvalidDatasetException {
    if (channel.channels() != 1) {
      throw new InvalidDatasetException(
          "%s: a file for each channel must have one channel, this one has %d"
              .formatted(file, channel.channels()));
    }
  }

  /** Two files that belong together must lie on one grid. */
  static void checkSameGrid(
      Path file, ImageGeometry grid, Path otherFile, ImageGeometry other, String what)
      throws InvalidDatasetException {
    double toleranceMm = AFFINE_TOLERANCE * Arrays.stream(other.spacingMm()).max().orElseThrow();
    if (!grid.matches(other, toleranceMm)) {
      throw new InvalidDatasetException(
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
}
