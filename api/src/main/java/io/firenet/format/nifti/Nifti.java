package io.firenet.format.nifti;

import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;

/**
 * NIfTI files: reading what scanners and common tools write, writing plain NIfTI-1.
 *
 * <p>Read are NIfTI-1 and NIfTI-2 as one file ({@code .nii}) or as a pair of which either half may
 * be named ({@code .hdr}, {@code .img}), and Analyze 7.5 pairs as SPM uses them, in both byte
 * orders, gzipped or not (the content decides, not the name). Voxels may be of any integer type,
 * float32 or float64; complex, colour, float128 and 1-bit voxels are refused.
 *
 * <ul>
 *   <li>The header's scaling is applied in double precision; a slope of 0 or NaN means none.
 *   <li>The affine is the sform if its code is positive, else the qform if its code is, else the
 *       spacing with the grid's centre at the origin and the first axis to the left, as in nibabel.
 *       An sform that cannot be inverted gives way to a qform that can.
 *   <li>Lengths are in the header's unit, as in ITK: metres, millimetres or micrometres, and
 *       millimetres where it names none. Another unit is refused.
 *   <li>A fourth axis holds channels, or the fifth if the fourth has length 1, as ITK writes an
 *       image of vectors. Further axes must have length 1; a 2D image has depth 1.
 *   <li>Header extensions are skipped.
 *   <li>The header's claims are checked before memory is asked for: a damaged or hostile file ends
 *       in an {@link IOException} of one line.
 * </ul>
 */
public final class Nifti {

  private Nifti() {}

  /**
   * Reads an image.
   *
   * @param file one file, or either half of a pair, compressed by gzip or not
   * @return {@code [C,D,H,W]}, float32; values that float32 cannot hold are rounded to it
   * @throws IOException if the file is missing, damaged, or of a kind that cannot be read; the
   *     message names the file, what was expected and what was found
   */
  public static Volume readVolume(Path file) throws IOException {
    return NiftiReader.volume(file);
  }

  /**
   * Reads a label map.
   *
   * @param file one file, or either half of a pair, compressed by gzip or not
   * @return {@code [D,H,W]}, int16
   * @throws IOException as {@link #readVolume}, and if a value is not a whole number from 0 to
   *     32767 or there is more than one channel
   */
  public static LabelMap readLabels(Path file) throws IOException {
    return NiftiReader.labels(file);
  }

  /**
   * Reads an image's grid from its header, without its voxels.
   *
   * @param file one file, or either half of a pair, compressed by gzip or not
   * @return the grid, spacing in mm
   * @throws IOException as {@link #readVolume}, as far as the header shows
   */
  public static ImageGeometry readGeometry(Path file) throws IOException {
    return NiftiReader.header(file).header().geometry();
  }

  /**
   * Writes an image as float32.
   *
   * <p>The affine is written as sform and, if it is a rotation with a spacing, as qform too, both
   * in float32. The file appears under its name only when it is complete.
   *
   * @param file ends in {@code .nii}, or {@code .nii.gz} to compress it
   * @param volume {@code [C,D,H,W]}, float32
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if the name has another ending, or a side exceeds 32767 voxels
   */
  public static void write(Path file, Volume volume) throws IOException {
    NiftiWriter.write(file, volume);
  }

  /**
   * Writes a label map as uint8, or int16 if its labels need that.
   *
   * @param file ends in {@code .nii}, or {@code .nii.gz} to compress it
   * @param labels {@code [D,H,W]}, int16
   * @throws IOException as {@link #write(Path, Volume)}
   * @throws IllegalArgumentException as {@link #write(Path, Volume)}
   */
  public static void write(Path file, LabelMap labels) throws IOException {
    NiftiWriter.write(file, labels);
  }
}
