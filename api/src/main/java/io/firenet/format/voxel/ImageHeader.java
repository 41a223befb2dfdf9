package io.firenet.format.voxel;

import io.firenet.volume.Affine;
import io.firenet.volume.ImageGeometry;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * What a header says about its voxels, checked; of whichever format it is.
 *
 * @param geometry the grid
 * @param channels values per voxel, or the length of a fourth axis
 * @param datatype the voxels' type
 * @param order the voxels' byte order
 * @param slope factor of the stored values
 * @param intercept what is added after that
 * @param dataOffset where the voxels start in their file, in bytes
 */
public record ImageHeader(
    ImageGeometry geometry,
    int channels,
    VoxelType datatype,
    ByteOrder order,
    double slope,
    double intercept,
    long dataOffset) {

  /** Columns count as linearly dependent below this determinant of their directions. */
  private static final double SINGULAR = 1e-6;

  private static final int MAX_VALUES = Integer.MAX_VALUE - 8;

  /**
   * {@return the product of an image's sides and channels, as far as an array can hold it}
   *
   * @param file the file, for the message
   * @param values the product so far, at least 1
   * @param side the next side or the number of channels, as the file claims it
   * @param axis what the side is called in the file
   * @throws IOException if it cannot
   */
  public static long product(Path file, long values, long side, String axis) throws IOException {
    if (side > MAX_VALUES / values) {
      throw new IOException(
          "%s: the image is too large, more than %s values up to %s = %s"
              .formatted(file, MAX_VALUES, axis, side));
    }
    return values * side;
  }

  /**
   * {@return whether a map can be one from voxels to a world: finite, with axes that differ}
   *
   * @param affine from indices {@code (i,j,k)} to millimetres
   */
  public static boolean isInvertible(Affine affine) {
    double directions =
        affine.determinant() / (affine.columnNorm(0) * affine.columnNorm(1) * affine.columnNorm(2));
    double translation = affine.get(0, 3) + affine.get(1, 3) + affine.get(2, 3);
    return Math.abs(directions) > SINGULAR
        && affine.determinant() != 0
        && Double.isFinite(affine.determinant())
        && Double.isFinite(translation);
  }

  /**
   * Checks a voxel-to-world map.
   *
   * @param affine from indices {@code (i,j,k)} to millimetres
   * @param file the file, for the message
   * @param remedy which fields of the header to correct
   * @throws IOException if it cannot be inverted
   */
  public static void checkInvertible(Affine affine, Path file, String remedy) throws IOException {
    if (!isInvertible(affine)) {
      throw new IOException(
          "%s: the header's voxel-to-world affine cannot be inverted, found %s; correct its %s"
              .formatted(file, affine, remedy));
    }
  }

  /**
   * {@return the same with the voxels elsewhere in the file}
   *
   * @param offset bytes before the first voxel, counted after decompression
   */
  public ImageHeader at(long offset) {
    return new ImageHeader(geometry, channels, datatype, order, slope, intercept, offset);
  }

  /**
   * Values of all channels; at most what an array can hold.
   *
   * @return voxels times channels
   */
  public int values() {
    return Math.toIntExact(channels * geometry.size().voxels());
  }

  /** {@return bytes that the voxels take in their file} */
  public long dataBytes() {
    return (long) values() * datatype.bytes();
  }
}
