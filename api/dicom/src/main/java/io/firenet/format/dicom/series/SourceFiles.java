package io.firenet.format.dicom.series;

import io.firenet.format.dicom.data.ByteSource;
import io.firenet.format.dicom.data.DicomFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The files of a source: itself, those below a folder, or the entries of a zip archive. */
public final class SourceFiles {

  private static final int MAX_FILES = 200_000;
  private static final int MAX_DEPTH = 12;

  private final List<ByteSource> all;
  private final boolean one;

  private SourceFiles(List<ByteSource> all, boolean one) {
    this.all = all;
    this.one = one;
  }

  /** Whether these bytes start a zip archive. */
  public static boolean isZip(byte[] start) {
    return start.length > 4 && Arrays.equals(Arrays.copyOf(start, 4), new byte[] {'P', 'K', 3, 4});
  }

  static SourceFiles of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> walk = Files.walk(path, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
        List<Path> files =
            walk.filter(SourceFiles::isVisible)
                .filter(Files::isRegularFile)
                .limit(MAX_FILES + 1L)
                .sorted()
                .toList();
        List<ByteSource> sources = new ArrayList<>();
        for (Path file : files) {
          sources.add(ByteSource.of(file));
        }
        return checked(path, new SourceFiles(sources, false));
      } catch (UncheckedIOException e) { // a folder that cannot be listed, or a circle of links
        throw new IOException("%s: %s".formatted(path, e.getCause()), e);
      }
    }
    ByteSource file = ByteSource.of(path);
    try (InputStream in = file.openAt(0)) {
      if (!isZip(in.readNBytes(8))) {
        return new SourceFiles(List.of(file), true);
      }
    }
    return entries(path);
  }

  private static SourceFiles entries(Path path) throws IOException {
    List<ByteSource> sources = new ArrayList<>();
    try (ZipFile archive = new ZipFile(path.toFile())) {
      archive.stream()
          .filter(entry -> !entry.isDirectory())
          .filter(entry -> !entry.getName().matches("(.*/)?\\.[^/]*|__MACOSX/.*"))
          .limit(MAX_FILES + 1L)
          .forEach(entry -> sources.add(entry(path, entry)));
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "%s: damaged zip archive (%s); copy it again".formatted(path, e.getMessage()), e);
    }
    return checked(path, new SourceFiles(sources, false));
  }

  private static SourceFiles checked(Path path, SourceFiles files) throws IOException {
    if (files.all.size() > MAX_FILES) {
      throw new IOException("%s: holds more than %s files".formatted(path, MAX_FILES));
    }
    return files;
  }

  /** Opens the archive for each reading, so that no file stays open. */
  private static ByteSource entry(Path path, ZipEntry entry) {
    String name = "%s!/%s".formatted(path, entry.getName().replaceAll("\\p{Cntrl}", "?"));
    long size = entry.getSize() < 0 ? Long.MAX_VALUE / 4 : entry.getSize();
    return new ByteSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream openAt(long offset) throws IOException {
        return new EntryStream(path, entry.getName(), offset);
      }
    };
  }

  /** Keeps an archive open while its entries are read one after the other, which is faster. */
  public static Closeable hold(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      try (InputStream in = Files.newInputStream(path)) {
        if (isZip(in.readNBytes(8))) {
          return new ZipFile(path.toFile());
        }
      }
    }
    return () -> {};
  }

  List<ByteSource> all() {
    return all;
  }

  /** Whether the source is one file, which must be an image then. */
  boolean isOne() {
    return one;
  }

  /** Whether a folder's or archive's first files have one of DICOM among them. */
  public static boolean holdDicom(Path path) throws IOException {
    List<ByteSource> files = of(path).all;
    for (ByteSource file : files.subList(0, Math.min(20, files.size()))) {
      try (InputStream in = file.openAt(0)) {
        if (DicomFile.isStart(in.readNBytes(132))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isVisible(Path file) {
    return !file.getFileName().toString().startsWith(".");
  }
}
