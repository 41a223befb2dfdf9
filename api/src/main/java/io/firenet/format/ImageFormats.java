package io.firenet.format;

import io.firenet.file.RegularFile;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Image files of every format at hand: NIfTI, MetaImage, and what {@link ImageFormatProvider}s on
 * the class path and in plugins add. A file's format is the one that claims its ending, else the
 * one that recognizes its content.
 */
public final class ImageFormats {

  private ImageFormats() {}

  /** {@return every format, in the order in which they are asked} */
  public static List<ImageFormatProvider> all() {
    return InstalledFormats.all();
  }

  /**
   * Why formats that are on the class path cannot be used, a line each.
   *
   * @return one line for each format; empty if all can be used
   */
  public static List<String> problems() {
    return InstalledFormats.problems();
  }

  /**
   * Brings a format in that no {@link java.util.ServiceLoader} finds, for the whole process, until
   * it is taken out; for hosts of plugins. Formats that are there already keep their endings.
   *
   * @param format asked after those that are there already
   */
  public static void install(ImageFormatProvider format) {
    InstalledFormats.add(format);
  }

  /**
   * Takes a format out that was brought in.
   *
   * @param format the very object that was brought in; another one changes nothing
   */
  public static void uninstall(ImageFormatProvider format) {
    InstalledFormats.remove(format);
  }

  /**
   * {@return the format that claims a file's ending, whether or not the file exists}
   *
   * @param file a path of which the name alone counts
   */
  public static Optional<ImageFormatProvider> named(Path file) {
    String name = name(file);
    return all().stream()
        .filter(format -> endingLength(name, format.endings()) > 0)
        .max(Comparator.comparingInt(format -> endingLength(name, format.endings())));
  }

  /**
   * {@return the format of a file or folder, by its ending or its content}
   *
   * @param path a file or a folder; empty is returned where nothing is there
   * @throws IOException if it cannot be read
   */
  public static Optional<ImageFormatProvider> find(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    Optional<ImageFormatProvider> named = folder ? Optional.empty() : named(path);
    if (named.isPresent() || !(folder || Files.isRegularFile(path))) {
      return named;
    }
    for (ImageFormatProvider format : all()) {
      if (format.recognizes(path)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /**
   * {@return whether a regular file or a folder is an image, by its ending or its content}
   *
   * @param path a path; one where nothing is is no image
   * @throws IOException if it cannot be read
   */
  public static boolean isImage(Path path) throws IOException {
    return (Files.isDirectory(path) || Files.isRegularFile(path)) && find(path).isPresent();
  }

  /**
   * {@return files beside an image, or in folders below, that are parts of it and no images
   * themselves; they need not exist}
   *
   * @param image the file that names the image, which need not exist
   */
  public static List<Path> companions(Path image) {
    return named(image).map(format -> format.companions(image)).orElse(List.of());
  }

  /**
   * {@return a file's name without the ending of an image: {@code knee_1} of {@code knee_1.nii.gz}}
   *
   * @param file a path of which the name alone counts
   */
  public static String stem(Path file) {
    String name = name(file);
    int length = named(file).map(format -> endingLength(name, format.endings())).orElse(0);
    String whole = file.getFileName().toString();
    return whole.substring(0, whole.length() - length);
  }

  /**
   * Reads an image's header.
   *
   * @param source the file or folder, and which series of it is meant where it holds several
   * @return the image, whose voxels are read when they are asked for
   * @throws IOException if it is missing, damaged or of a kind that cannot be read; the message
   *     names the file, what was expected and what was found
   */
  public static StoredImage open(ImageSource source) throws IOException {
    Path path = source.path();
    ImageFormatProvider format = find(path).orElse(null);
    if (format == null) {
      throw unknown(path);
    }
    if (source.series().isPresent() && !format.holdsSeries()) {
      throw new IOException(
          "%s: a %s image is one image, it has no series to choose; leave out the series"
              .formatted(path, format.name()));
    }
    return format.open(source);
  }

  /**
   * Reads the header of the only image that is there.
   *
   * @param path a file, or a folder that is one image, with one image in it
   * @return the image, whose voxels are read when they are asked for
   * @throws IOException as {@link #open(ImageSource)}
   */
  public static StoredImage open(Path path) throws IOException {
    return open(ImageSource.of(path));
  }

  /**
   * Reads an image.
   *
   * @param path a file, or a folder that is one image, with one image in it
   * @return {@code [C,D,H,W]}, float32
   * @throws IOException as {@link #open(ImageSource)} and {@link StoredImage#readVolume}
   */
  public static Volume readVolume(Path path) throws IOException {
    return open(path).readVolume();
  }

  /**
   * Reads a label map.
   *
   * @param path a file, or a folder that is one image, with one image in it
   * @return {@code [D,H,W]}, int16
   * @throws IOException as {@link #open(ImageSource)} and {@link StoredImage#readLabels}
   */
  public static LabelMap readLabels(Path path) throws IOException {
    return open(path).readLabels();
  }

  /**
   * Reads an image's grid from its header, without its voxels.
   *
   * @param path a file, or a folder that is one image, with one image in it
   * @return the grid, spacing in mm
   * @throws IOException as {@link #open(ImageSource)}
   */
  public static ImageGeometry readGeometry(Path path) throws IOException {
    return open(path).geometry();
  }

  /**
   * {@return what writes files of a name's ending}
   *
   * @param file a path of which the name alone counts
   * @throws IllegalArgumentException if no format is written with this ending; the message lists
   *     those there are
   */
  public static ImageWriter writer(Path file) {
    String name = name(file);
    return writers()
        .filter(writer -> endingLength(name, writer.endings()) > 0)
        .max(Comparator.comparingInt(writer -> endingLength(name, writer.endings())))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: an image is written as %s, got the name %s"
                        .formatted(file, words(writtenEndings()), file.getFileName())));
  }

  /**
   * {@return what writes label maps in a representation}
   *
   * @param representation such as {@code seg} or {@code rtstruct} of DICOM, see {@link
   *     ImageWriter#representations}
   * @throws IllegalArgumentException if no format has it; the message lists those there are
   */
  public static ImageWriter writerAs(String representation) {
    return writers()
        .filter(writer -> writer.representations().contains(representation))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "labels are not written as '%s'; there are %s"
                        .formatted(
                            representation,
                            writers()
                                .flatMap(writer -> writer.representations().stream())
                                .toList())));
  }

  /**
   * Writes an image in the format that the file's ending says.
   *
   * @param file the file to write or replace; its folder exists
   * @param volume {@code [C,D,H,W]}, float32
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException as {@link #writer}, or if the format cannot hold it
   */
  public static void write(Path file, Volume volume) throws IOException {
    writer(file).write(file, volume);
  }

  /**
   * Writes a label map in the format that the file's ending says.
   *
   * @param file the file to write or replace; its folder exists
   * @param labels {@code [D,H,W]}, int16
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException as {@link #writer}, or if the format cannot hold it
   */
  public static void write(Path file, LabelMap labels) throws IOException {
    write(file, labels, SegmentationDetails.NONE);
  }

  /**
   * Writes a label map and what is known of it in the format that the file's ending says.
   *
   * @param file the file to write or replace; its folder exists
   * @param labels {@code [D,H,W]}, int16
   * @param details what the labels mean and where they come from, as far as the format keeps it
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException as {@link #writer}, or if the format cannot hold it
   */
  public static void write(Path file, LabelMap labels, SegmentationDetails details)
      throws IOException {
    writer(file).write(file, labels, details);
  }

  /** {@return the endings of image files that can be read} */
  public static List<String> endings() {
    return all().stream().flatMap(format -> format.endings().stream()).distinct().toList();
  }

  /** {@return the endings of image files that can be written} */
  public static List<String> writtenEndings() {
    return writers().flatMap(writer -> writer.endings().stream()).distinct().toList();
  }

  /** {@return every format that can be read with its endings, for messages and help} */
  public static String readable() {
    return all().stream()
        .map(format -> "%s (%s)".formatted(format.name(), String.join(", ", format.endings())))
        .collect(Collectors.joining(", "));
  }

  private static Stream<ImageWriter> writers() {
    return all().stream().flatMap(format -> format.writer().stream());
  }

  private static IOException unknown(Path path) {
    String kind = RegularFile.kind(path);
    if (kind.isEmpty()) {
      return new IOException(path + ": there is no such file");
    }
    String unusable = problems().isEmpty() ? "" : " (cannot be used: %s)".formatted(problems());
    return new IOException(
        "%s: expected an image, %s%s, found %s"
            .formatted(
                path,
                readable(),
                unusable,
                switch (kind) {
                  case "a folder" -> "a folder that is no image itself";
                  case "a file" -> "none of these";
                  default -> kind;
                }));
  }

  private static String words(List<String> endings) {
    int last = endings.size() - 1;
    return last < 1
        ? String.join("", endings)
        : String.join(", ", endings.subList(0, last)) + " or " + endings.get(last);
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
  }

  /** The length of the longest of some endings that a name has, 0 if it has none. */
  private static int endingLength(String name, List<String> endings) {
    return endings.stream().filter(name::endsWith).mapToInt(String::length).max().orElse(0);
  }
}
