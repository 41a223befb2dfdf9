package io.firenet.volume;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * MetaImage files as ITK writes them: one file ({@code .mha}), or a header ({@code .mhd}) that
 * names the file of its voxels ({@code .raw}, {@code .zraw}) in the same folder.
 *
 * <ul>
 *   <li>Voxels of any integer type, float32 or float64, in both byte orders, plain or compressed by
 *       zlib; lists of slices, text and arrays are refused.
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

  /** Whether a file's name is that of a MetaImage. */
  public static boolean isNamed(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".mha") || name.endsWith(".mhd");
  }

  /**
   * Reads an image.
   *
   * @return {@code [C,D,H,W]}, float32; values that float32 cannot hold are rounded to it
   * @throws IOException if the file is missing, damaged, or of a kind that cannot be read; the
   *     message names the file, what was expected and what was found
   */
  public static Volume readVolume(Path file) throws IOException {
    MetaImageHeader found = MetaImageHeader.read(file);
    ImageHeader header = found.header();
    try (ImageInput in = found.openVoxels()) {
      float[] data = VoxelReader.floats(in, header);
      boolean interleaved = found.interleaved() && header.channels() > 1;
      return new Volume(
          header.geometry(),
          header.channels(),
          interleaved ? apart(data, header.channels()) : data);
    }
  }

  /**
   * Reads a label map.
   *
   * @return {@code [D,H,W]}, int16
   * @throws IOException as {@link #readVolume}, and if a value is not a whole number from 0 to
   *     32767 or there is more than one channel
   */
  public static LabelMap readLabels(Path file) throws IOException {
    MetaImageHeader found = MetaImageHeader.read(file);
    try (ImageInput in = found.openVoxels()) {
      return VoxelReader.labels(in, found.header(), file);
    }
  }

  /**
   * Reads an image's grid from its header, without its voxels.
   *
   * @throws IOException as {@link #readVolume}, as far as the header shows
   */
  public static ImageGeometry readGeometry(Path file) throws IOException {
    return MetaImageHeader.read(file).header().geometry();
  }

  /** From {@code [D,H,W,C]} to {@code [C,D,H,W]}. */
  private static float[] apart(float[] together, int channels) {
    float[] apart = new float[together.length];
    int voxels = together.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      for (int voxel = 0, from = channel; voxel < voxels; voxel++, from += channels) {
        apart[channel * voxels + voxel] = together[from];
      }
    }
    return apart;
  }
}
