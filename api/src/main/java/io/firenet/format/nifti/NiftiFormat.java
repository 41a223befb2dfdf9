package io.firenet.format.nifti;

import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.StoredImage;
import io.firenet.format.voxel.HeaderedImage;
import io.firenet.format.voxel.ImageInput;
import io.firenet.format.voxel.PlainWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** NIfTI and Analyze as a format, see {@link Nifti}. */
public final class NiftiFormat implements ImageFormatProvider {

  private static final PlainWriter WRITER =
      new PlainWriter(NiftiWriter.ENDINGS, Nifti::write, Nifti::write);

  @Override
  public String name() {
    return "NIfTI";
  }

  @Override
  public List<String> endings() {
    return List.of(".nii.gz", ".nii", ".hdr.gz", ".hdr", ".img.gz", ".img");
  }

  /** By the header's length, which is at the start of all kinds. */
  @Override
  public boolean recognizes(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return false;
    }
    byte[] start = new byte[4];
    try (ImageInput in = ImageInput.open(path)) {
      return in.read(start, 4) == 4 && NiftiFields.length(start) > 0;
    } catch (IOException damaged) {
      return false; // gzip's first bytes and then something else
    }
  }

  @Override
  public List<Path> companions(Path image) {
    return NiftiFiles.companions(image);
  }

  @Override
  public StoredImage open(ImageSource source) throws IOException {
    NiftiHeaderReader.Found found = NiftiReader.header(source.path());
    return new HeaderedImage(
        source, found.header(), found.notes(), Nifti::readVolume, Nifti::readLabels);
  }

  @Override
  public Optional<ImageWriter> writer() {
    return Optional.of(WRITER);
  }
}
