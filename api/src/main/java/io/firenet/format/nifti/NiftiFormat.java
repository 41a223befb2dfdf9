package io.firenet.format.nifti;

import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.StoredImage;
import io.firenet.format.voxel.ImageHeader;
import io.firenet.format.voxel.ImageInput;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** NIfTI and Analyze as a format, see {@link Nifti}. */
public final class NiftiFormat implements ImageFormatProvider {

  private record Stored(ImageSource source, ImageHeader header, List<String> notes)
      implements StoredImage {

    @Override
    public ImageGeometry geometry() {
      return header.geometry();
    }

    @Override
    public int channels() {
      return header.channels();
    }

    @Override
    public Volume readVolume() throws IOException {
      return Nifti.readVolume(source.path());
    }

    @Override
    public LabelMap readLabels() throws IOException {
      return Nifti.readLabels(source.path());
    }
  }

  private static final class Writer implements ImageWriter {

    @Override
    public List<String> endings() {
      return NiftiWriter.ENDINGS;
    }

    @Override
    public void write(Path file, Volume volume) throws IOException {
      Nifti.write(file, volume);
    }

    @Override
    public void write(Path file, LabelMap labels, SegmentationDetails details) throws IOException {
      Nifti.write(file, labels);
    }
  }

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
    return new Stored(source, found.header(), found.notes());
  }

  @Override
  public Optional<ImageWriter> writer() {
    return Optional.of(new Writer());
  }
}
