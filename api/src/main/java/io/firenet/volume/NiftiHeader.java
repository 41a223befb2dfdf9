package io.firenet.volume;

import java.nio.ByteOrder;

/**
 * What a header says about its voxels, checked.
 *
 * @param geometry the grid
 * @param channels the fourth axis, 1 if there is none
 * @param datatype the voxels' type
 * @param order the voxels' byte order
 * @param slope factor of the stored values
 * @param intercept what is added after that
 * @param dataOffset where the voxels start in their file, in bytes
 * @param detached whether that is another file, the {@code .img}
 */
record NiftiHeader(
    ImageGeometry geometry,
    int channels,
    NiftiDatatype datatype,
    ByteOrder order,
    double slope,
    double intercept,
    long dataOffset,
    boolean detached) {

  /** Values of all channels; at most what an array can hold. */
  int values() {
    return Math.toIntExact(channels * geometry.size().voxels());
  }

  /** Bytes that the voxels take in their file. */
  long dataBytes() {
    return (long) values() * datatype.bytes();
  }
}
