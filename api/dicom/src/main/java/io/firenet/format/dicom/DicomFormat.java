package io.firenet.format.dicom;

import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSeries;
import io.firenet.format.ImageSource;
import io.firenet.format.ImageWriter;
import io.firenet.format.StoredImage;
import io.firenet.format.dicom.data.DicomFile;
import io.firenet.format.dicom.output.DicomWriter;
import io.firenet.format.dicom.series.SourceFiles;
import io.firenet.format.dicom.series.StoredSeries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * DICOM: a folder, a file or a zip archive with a series of CT or MR slices, classic or enhanced
 * multi-frame, or with a segmentation. Written are segmentations (SEG) and structure sets
 * (RTSTRUCT) of such a series.
 */
public final class DicomFormat implements ImageFormatProvider {

  /** How many files of a folder are looked at before it is taken for something else. */
  private static final int LOOKED_AT = 20;

  @Override
  public String name() {
    return "DICOM";
  }

  @Override
  public List<String> endings() {
    return List.of(".dcm", ".ima");
  }

  /** A file by its mark, an archive by its entries, a folder by the files directly in it. */
  @Override
  public boolean recognizes(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return isSeries(path);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(132);
      if (DicomFile.isStart(start)) {
        return true;
      }
      if (!SourceFiles.isZip(start)) {
        return false;
      }
    }
    try {
      return SourceFiles.holdDicom(path);
    } catch (IOException damaged) {
      return false;
    }
  }

  /** A folder with images of other formats beside slices is a folder of images. */
  private boolean isSeries(Path folder) throws IOException {
    if (Files.isRegularFile(folder.resolve("DICOMDIR"))) {
      return true;
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files =
          listed
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .filter(Files::isRegularFile)
              .limit(LOOKED_AT)
              .toList();
    }
    boolean found = false;
    for (Path file : files) {
      Optional<ImageFormatProvider> named = ImageFormats.named(file);
      if (named.isPresent() && !named.get().name().equals(name())) {
        return false;
      }
      try (InputStream in = Files.newInputStream(file)) {
        found |= named.isPresent() || DicomFile.isStart(in.readNBytes(132));
      }
    }
    return found;
  }

  @Override
  public boolean holdsSeries() {
    return true;
  }

  @Override
  public List<ImageSeries> series(Path path) throws IOException {
    return StoredSeries.list(path);
  }

  @Override
  public StoredImage open(ImageSource source) throws IOException {
    return StoredSeries.open(source);
  }

  @Override
  public Optional<ImageWriter> writer() {
    return Optional.of(new DicomWriter());
  }
}
