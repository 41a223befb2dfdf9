package io.firenet.format.nrrd;

import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.StoredImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * NRRD: one file ({@code .nrrd}), or a header ({@code .nhdr}) whose voxels lie in other files of
 * its folder; and the segmentations of 3D Slicer ({@code .seg.nrrd}).
 *
 * <ul>
 *   <li>Voxels of any integer type, float or double, in both byte orders, raw or gzipped; bzip2,
 *       text and hex are refused.
 *   <li>Two or three axes of space, and one of channels, the first or the last. A space that says
 *       nothing of the patient is taken as LPS, as ITK does, with a note. Units other than
 *       millimetres are converted.
 *   <li>A segmentation of several layers is read as one label map if no voxel has two segments;
 *       where the layers use the same values, segments are numbered in their order.
 * </ul>
 */
public final class NrrdFormat implements ImageFormatProvider {

  @Override
  public String name() {
    return "NRRD";
  }

  @Override
  public List<String> endings() {
    return List.of(".seg.nrrd", ".nrrd", ".nhdr");
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return false;
    }
    byte[] magic = NrrdFields.MAGIC.getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(path)) {
      return java.util.Arrays.equals(magic, in.readNBytes(magic.length));
    }
  }

  @Override
  public List<Path> companions(Path image) {
    if (!image.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".nhdr")) {
      return List.of();
    }
    try {
      return NrrdHeader.read(image).voxels().files();
    } catch (IOException e) {
      return List.of(); // whoever opens it hears why
    }
  }

  @Override
  public StoredImage open(ImageSource source) throws IOException {
    return StoredNrrd.open(source);
  }

  @Override
  public Optional<ImageWriter> writer() {
    return Optional.of(new NrrdWriter());
  }
}
