package io.firenet.format;

import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.util.List;

/** An image whose header has been read, but not its voxels; it holds no file open. */
public interface StoredImage {

  /** {@return where it is} */
  ImageSource source();

  /** {@return where the voxels lie, {@code [D,H,W]} and millimetres in RAS+} */
  ImageGeometry geometry();

  /**
   * Values per voxel.
   *
   * @return 1 or more
   */
  int channels();

  /**
   * {@return what a user should know of how the image was read: what the header left open and what
   * was left out} A line each; never anything of a patient.
   */
  default List<String> notes() {
    return List.of();
  }

  /** {@return what the labels mean, if the image is a segmentation that says so} */
  default List<Segment> segments() {
    return List.of();
  }

  /**
   * Reads the voxels as an image.
   *
   * @return {@code [C,D,H,W]}, float32; values that float32 cannot hold are rounded to it
   * @throws IOException if the voxels are missing, damaged or of a kind that cannot be read
   */
  Volume readVolume() throws IOException;

  /**
   * Reads the voxels as a label map.
   *
   * @return {@code [D,H,W]}, int16
   * @throws IOException as {@link #readVolume}, and if a value is not a whole number from 0 to
   *     32767 or there is more than one channel
   */
  LabelMap readLabels() throws IOException;
}
