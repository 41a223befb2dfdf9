package io.firenet.format.metaimage;

import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.SegmentationDetails;
import io.firenet.format.StoredImage;
import io.firenet.format.voxel.ImageHeader;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** MetaImage as a format, see {@link MetaImage}. */
public final class MetaImageFormat implements ImageFormatProvider {

  private record Stored(ImageSource source, ImageHeader header) implements StoredImage {

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
      return MetaImage.readVolume(source.path());
    }

    @Override
    public LabelMap readLabels() throws IOException {
      return MetaImage.readLabels(source.path());
    }
  }

  private static final class Writer implements ImageWriter {

    @Override
    public List<String> endings() {
      return List.of(MetaImageWriter.ENDING);
    }

    @Override
    public void write(Path file, Volume volume) throws IOException {
      MetaImage.write(file, volume);
    }

    @Override
    public void write(Path file, LabelMap labels, SegmentationDetails details) throws IOException {
      MetaImage.write(file, labels);
    }
  }

  @Override
  public String name() {
    return "MetaImage";
  }

  @Override
  public List<String> endings() {
    return List.of(".mha", ".mhd");
  }

  @Override
  public List<Path> companions(Path image) {
    if (!image.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".mhd")) {
      return List.of();
    }
    try {
      return MetaImageHeader.read(image).dataFiles();
    } catch (IOException e) {
      return List.of(); // whoever opens it hears why
    }
  }

  @Override
  public StoredImage open(ImageSource source) throws IOException {
    return new Stored(source, MetaImageHeader.read(source.path()).header());
  }

  @Override
  public Optional<ImageWriter> writer() {
    return Optional.of(new Writer());
  }
}
