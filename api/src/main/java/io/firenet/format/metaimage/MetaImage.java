package io.firenet.format.metaimage;

import io.firenet.format.voxel.ImageHeader;
import io.firenet.format.voxel.ImageInput;
import io.firenet.format.voxel.VoxelReader;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;

/**
 * MetaImage files as ITK writes them: one file ({@code .mha}), or a header ({@code .mhd}) that
 * names the file of its voxels ({@code .raw}, {@code .zraw}) in the same folder.
 *
 * <ul>
 *   <li>Voxels of any integer type, float32 or float64, in both byte orders, plain or compressed by
 *       zlib; text and arrays are refused.
 *   <li>Voxels of an {@code .mhd} may lie in a list of files ({@code LIST}) or in numbered ones
 *       ({@code slice%03d.raw 1 40 1}), plain.
 *   <li>Two to four axes; a 2D image has depth 1, a fourth axis holds channels, as do several
 *       values per voxel.
 *   <li>The file's world is LPS, as in DICOM and ITK; it is turned to RAS+. A row of {@code
 *       TransformMatrix} is the direction of one voxel axis, as ITK reads it.
 *   <li>The header's claims are checked before memory is asked for: a damaged or hostile file ends
 *       in an {@link IOException} of one line. A header may name no file outside its own folder.
 * </ul>
 */
public final class MetaImage {

  private MetaImage() {}

  /**
   * Reads an image.
   *
   * @param file an {@code .mha}, or an {@code .mhd} with its voxels beside it
   * @return {@code [C,D,H,W]}, float32; values that float32 cannot hold are rounded to it
   * @throws IOException if the file is missing, damaged, or of a kind that cannot be read; the
   *     message names the file, what was expected and what was found
   */
  public static Volume readVolume(Path file) throws IOException {
    MetaImageHeader found = MetaImageHeader.read(file);
    ImageHeader header = found.header();
    try (ImageInput in = found.openVoxels(file)) {
      float[] data = VoxelReader.floats(in, header);
      boolean interleaved = found.interleaved() && header.channels() > 1;
      return new Volume(
          header.geometry(),
          header.channels(),
          interleaved ? VoxelReader.apart(data, header.channels()) : data);
    }
  }

  /**
   * Reads a label map.
   *
   * @param file an {@code .mha}, or an {@code .mhd} with its voxels beside it
   * @return {@code [D,H,W]}, int16
   * @throws IOException as {@link #readVolume}, and if a value is not a whole number from 0 to
   *     32767 or there is more than one channel
   */
  public static LabelMap readLabels(Path file) throws IOException {
    MetaImageHeader found = MetaImageHeader.read(file);
    try (ImageInput in = found.openVoxels(file)) {
      return VoxelReader.labels(in, found.header(), file);
    }
  }

  /**
   * Reads an image's grid from its header, without its voxels.
   *
   * @param file an {@code .mha}, or an {@code .mhd} with its voxels beside it
   * @return the grid, spacing in mm
   * @throws IOException as {@link #readVolume}, as far as the header shows
   */
  public static ImageGeometry readGeometry(Path file) throws IOException {
    return MetaImageHeader.read(file).header().geometry();
  }

  /**
   * Writes an image as float32, its channels along a fourth axis.
   *
   * <p>The file appears under its name only when it is complete. Directions that are no rotation
   * are written as they are, which ITK refuses to read.
   *
   * @param file ends in {@code .mha}
   * @param volume {@code [C,D,H,W]}, float32
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if the name has another ending
   */
  public static void write(Path file, Volume volume) throws IOException {
    MetaImageWriter.write(file, volume);
  }

  /**
   * Writes a label map as uint8, or int16 if its labels need that, compressed.
   *
   * @param file ends in {@code .mha}
   * @param labels {@code [D,H,W]}, int16
   * @throws IOException as {@link #write(Path, Volume)}
   * @throws IllegalArgumentException as {@link #write(Path, Volume)}
   */
  public static void write(Path file, LabelMap labels) throws IOException {
    MetaImageWriter.write(file, labels);
  }
}
