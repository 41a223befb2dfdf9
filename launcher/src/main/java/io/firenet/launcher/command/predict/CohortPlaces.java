package io.firenet.launcher.command.predict;

import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.launcher.cluster.ClusterFiles;
import io.firenet.launcher.cluster.ClusterFiles.Entry;
import io.firenet.layout.InputImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The images of a cohort and where their results go. Images are those of a folder, or those that a
 * text file lists, a line each.
 *
 * @param in a folder, a list ({@code .txt}) or the address of either
 * @param out the folder of the label maps, a path or an address; null where there are none
 * @param pictures that of the overlays, if they are drawn
 */
record CohortPlaces(String in, @Nullable String out, @Nullable String pictures) {

  private static final String LIST = ".txt";

  /**
   * The images, with the channels that belong together.
   *
   * @param channels of the model
   * @param ending of label maps
   * @param known whether label maps that are there are of this model and its options
   * @throws IOException if there is none, or two would share a result
   */
  List<CohortImage> images(CohortFiles files, int channels, String ending, boolean known)
      throws IOException {
    Map<String, Long> found = list(files);
    Map<String, List<String>> byFolder = new LinkedHashMap<>();
    for (String image : found.keySet()) {
      String folder = image.substring(0, image.lastIndexOf('/') + 1);
      byFolder.computeIfAbsent(folder, any -> new ArrayList<>()).add(image);
    }
    if (byFolder.isEmpty()) {
      throw new IOException(
          "%s: expected images, %s, there is none".formatted(in, ImageFormats.readable()));
    }
    List<InputImage> inputs = new ArrayList<>();
    Map<InputImage, String> folders = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> folder : byFolder.entrySet()) {
      boolean remote = ClusterFiles.isAddress(folder.getKey());
      List<Path> paths =
          folder.getValue().stream()
              .map(file -> Path.of(remote ? file.substring(folder.getKey().length()) : file))
              .toList();
      for (InputImage image : InputImage.of(paths, channels)) {
        inputs.add(image);
        folders.put(image, remote ? folder.getKey() : "");
      }
    }
    PredictionTargets named = named(inputs, ending);
    Predicate<String> exists = labelMaps(files);
    CohortImage.Earlier earlier = known ? CohortImage.Earlier.SAME : CohortImage.Earlier.OTHER;
    List<CohortImage> images = new ArrayList<>();
    for (PredictionTargets.Target target : named.targets()) {
      String folder = folders.get(target.image());
      List<String> parts = target.image().files().stream().map(file -> folder + file).toList();
      String labels = out == null ? null : in(out, target.labels());
      Path picture = target.picture();
      images.add(
          new CohortImage(
              folder + target.image().name(),
              parts,
              bytes(parts, found),
              labels,
              picture == null || pictures == null ? null : in(pictures, picture),
              labels != null && exists.test(labels) ? earlier : CohortImage.Earlier.NONE));
    }
    return images;
  }

  private PredictionTargets named(List<InputImage> inputs, String ending) throws IOException {
    Path labels = folder(out);
    PredictionTargets named =
        PredictionTargets.of(inputs, labels, pictures == null ? null : folder(pictures), ending);
    if (!named.problems().isEmpty()) {
      throw new IOException(named.problems().get(0));
    }
    return named;
  }

  /** Tells whether a label map is there; a folder at an address is asked once. */
  private Predicate<String> labelMaps(CohortFiles files) throws IOException {
    if (out == null || !ClusterFiles.isAddress(out)) {
      return place -> Files.exists(Path.of(place));
    }
    return files.exists(out)
        ? files.remote().list(out).stream().map(Entry::address).collect(Collectors.toSet())
            ::contains
        : place -> false;
  }

  private static long bytes(List<String> files, Map<String, Long> found) {
    long sum = 0;
    for (String file : files) {
      long one = found.getOrDefault(file, CohortImage.UNKNOWN);
      sum = one > CohortImage.UNKNOWN - sum ? CohortImage.UNKNOWN : sum + one;
    }
    return sum;
  }

  /** Names are the same on every file system; one of addresses is asked nothing. */
  private static Path folder(@Nullable String place) {
    return place == null || ClusterFiles.isAddress(place)
        ? Path.of(System.getProperty("java.io.tmpdir"))
        : Path.of(place);
  }

  static String in(String folder, Path file) {
    return ClusterFiles.isAddress(folder)
        ? child(folder, file.getFileName().toString())
        : file.toAbsolutePath().normalize().toString();
  }

  /** A file in a folder. */
  static String child(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  /** The files of images, with their sizes where these are known without asking for each. */
  private Map<String, Long> list(CohortFiles files) throws IOException {
    if (in.endsWith(LIST)) {
      return sized(lines(files));
    }
    if (!ClusterFiles.isAddress(in)) {
      Path path = Path.of(in).toAbsolutePath().normalize();
      List<Path> found =
          Files.isDirectory(path) && !ImageFormats.isImage(path)
              ? ImageFolder.list(path).images()
              : List.of(path);
      return sized(found.stream().map(Path::toString).toList());
    }
    if (!files.remote().isFolder(in)) {
      return sized(List.of(in));
    }
    Map<String, Long> images = new LinkedHashMap<>();
    for (Entry file : files.remote().list(in)) {
      if (isNamedAsImage(file.address())) {
        images.put(file.address(), file.bytes());
      }
    }
    return images;
  }

  private static Map<String, Long> sized(List<String> images) throws IOException {
    Map<String, Long> sized = new LinkedHashMap<>();
    for (String image : images) {
      boolean file = !ClusterFiles.isAddress(image) && Files.isRegularFile(Path.of(image));
      sized.put(image, file ? Files.size(Path.of(image)) : CohortImage.UNKNOWN);
    }
    return sized;
  }

  private static boolean isNamedAsImage(String address) {
    String name = address.substring(address.lastIndexOf('/') + 1);
    return !name.startsWith(".") && ImageFormats.named(Path.of(name)).isPresent();
  }

  private List<String> lines(CohortFiles files) throws IOException {
    return files
        .read(in)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(
            line ->
                ClusterFiles.isAddress(line)
                    ? line
                    : Path.of(line).toAbsolutePath().normalize().toString())
        .toList();
  }
}
