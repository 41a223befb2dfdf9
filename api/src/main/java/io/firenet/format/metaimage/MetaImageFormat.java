package io.firenet.format.metaimage;

import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.StoredImage;
import io.firenet.format.voxel.HeaderedImage;
import io.firenet.format.voxel.PlainWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** MetaImage as a format, see {@link MetaImage}. */
public final class MetaImageFormat implements ImageFormatProvider {

  private static final PlainWriter WRITER =
      new PlainWriter(List.of(MetaImageWriter.ENDING), MetaImage::write, MetaImage::write);

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
    return new HeaderedImage(
        source,
        MetaImageHeader.read(source.path()).header(),
        List.of(),
        MetaImage::readVolume,
        MetaImage::readLabels);
  }

  @Override
  public Optional<ImageWriter> writer() {
    return Optional.of(WRITER);
  }
}
