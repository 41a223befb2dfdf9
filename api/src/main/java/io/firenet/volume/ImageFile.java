package io.firenet.volume;

import java.io.IOException;
import java.nio.file.Path;

/** An image file of either format: a MetaImage if its name says so, else NIfTI or Analyze. */
public final class ImageFile {

  private ImageFile() {}

  /**
   * Reads an image.
   *
   * @return {@code [C,D,H,W]}, float32
   * @throws IOException as {@link MetaImage#readVolume} and {@link Nifti#readVolume}
   */
  public static Volume readVolume(Path file) throws IOException {
    return MetaImage.isNamed(file) ? MetaImage.readVolume(file) : Nifti.readVolume(file);
  }

  /**
   * Reads a label map.
   *
   * @return {@code [D,H,W]}, int16
   * @throws IOException as {@link MetaImage#readLabels} and {@link Nifti#readLabels}
   */
  public static LabelMap readLabels(Path file) throws IOException {
    return MetaImage.isNamed(file) ? MetaImage.readLabels(file) : Nifti.readLabels(file);
  }

  /**
   * Reads an image's grid from its header, without its voxels.
   *
   * @throws IOException as {@link MetaImage#readGeometry} and {@link Nifti#readGeometry}
   */
  public static ImageGeometry readGeometry(Path file) throws IOException {
    return MetaImage.isNamed(file) ? MetaImage.readGeometry(file) : Nifti.readGeometry(file);
  }

  /** Whether a file's name ends as that of an image in one file, or of a MetaImage's header. */
  public static boolean isNamed(Path file) {
    return !stem(file).equals(file.getFileName().toString());
  }

  /** A file's name without the ending of an image: {@code knee_1} of {@code knee_1.nii.gz}. */
  public static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("(?i)\\.(nii(\\.gz)?|mha|mhd)$", "");
  }
}
