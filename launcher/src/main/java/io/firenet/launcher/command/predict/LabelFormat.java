package io.firenet.launcher.command.predict;

import io.firenet.format.ImageFormats;
import io.firenet.format.ImageWriter;
import io.firenet.format.SegmentationDetails;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** In which format labels are written: what the file's ending says, or a kind of object. */
final class LabelFormat {

  private static final String NIFTI = ".nii.gz";

  @Option(
      names = "--as",
      paramLabel = "seg|labelmap|rtstruct",
      description = {
        "Write the labels of a DICOM series as a DICOM segmentation (SEG, binary or a label map) or"
            + " as an RT structure set, which refer to the series; --out is then a .dcm file, or a"
            + " folder for a file named like the image."
      })
  private @Nullable String kind;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The ending of labels that are named like their image. */
  String ending() {
    return kind == null ? NIFTI : writer().endings().get(0);
  }

  private ImageWriter writer() {
    try {
      return ImageFormats.writerAs(String.valueOf(kind));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--as: " + e.getMessage(), e);
    }
  }

  /**
   * The file of an image's labels.
   *
   * @param out what the user named: the file, or with {@code --as} its folder
   * @throws ParameterException if its ending is not that of a file that can be written
   */
  Path file(Path out, Path image) {
    if (kind != null) {
      String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
      if (writer().endings().stream().anyMatch(name::endsWith)) {
        return out;
      }
      if (ImageFormats.named(out).isPresent()) {
        throw new ParameterException(
            spec.commandLine(),
            "--out must end with %s for --as %s, or be a folder, got %s"
                .formatted(ending(), kind, out));
      }
      return out.resolve(ImageFormats.stem(image) + ending());
    }
    try {
      ImageFormats.writer(out);
      return out;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--out: " + e.getMessage(), e);
    }
  }

  /** The details with the kind that was asked for. */
  SegmentationDetails of(SegmentationDetails details) {
    return kind == null ? details : details.as(kind);
  }

  /**
   * Checks before anything is computed that labels can be written.
   *
   * @throws IOException if not, for this image
   */
  static void check(Path labels, SegmentationDetails details) throws IOException {
    try {
      ImageFormats.writer(labels).check(labels, details);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
