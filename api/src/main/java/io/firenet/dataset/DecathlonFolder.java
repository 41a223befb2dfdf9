package io.firenet.dataset;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Opens a folder in the layout of the Medical Segmentation Decathlon: a {@code dataset.json} that
 * lists pairs of NIfTI files, relative to the folder, under {@code training}.
 *
 * <p>Opening reads {@code dataset.json} only. A listed file that is missing or damaged is reported
 * when its case is read.
 */
public final class DecathlonFolder {

  private static final String LISTING = "dataset.json";

  private final Path folder;
  private final DatasetDescriptor descriptor;

  private DecathlonFolder(Path folder, DatasetDescriptor descriptor) {
    this.folder = folder.toAbsolutePath().normalize();
    this.descriptor = descriptor;
  }

  /**
   * Opens the folder that a source names.
   *
   * @throws InvalidDatasetException if the source names no folder, has options, or the folder is
   *     not this dataset
   * @throws IOException if {@code dataset.json} cannot be read
   */
  public static Dataset open(DatasetSource source, DatasetDescriptor descriptor)
      throws IOException {
    String name = descriptor.name();
    if (!source.options().isEmpty()) {
      throw new InvalidDatasetException(
          "dataset '%s' has no options, got %s".formatted(name, source.options()));
    }
    Path folder =
        source
            .folder()
            .orElseThrow(
                () ->
                    new InvalidDatasetException(
                        "dataset '%s' needs a folder; name it as %s=DIR".formatted(name, name)));
    return open(folder, descriptor);
  }

  /**
   * Opens a folder.
   *
   * @throws InvalidDatasetException if the folder is not this dataset: no or a broken {@code
   *     dataset.json}, other channels or labels than the descriptor's, no case, a case twice, a
   *     path that leads out of the folder
   * @throws IOException if {@code dataset.json} cannot be read
   */
  public static Dataset open(Path folder, DatasetDescriptor descriptor) throws IOException {
    return new DecathlonFolder(folder, descriptor).read();
  }

  private Dataset read() throws IOException {
    Path file = folder.resolve(LISTING);
    if (!Files.isRegularFile(file)) {
      throw new InvalidDatasetException(
          "%s: dataset '%s' expects a Decathlon folder with a %s, found %s"
              .formatted(folder, descriptor.name(), LISTING, whatIsThere()));
    }
    DecathlonListing listing = DecathlonListing.read(file);
    check(file, "channels in \"modality\"", listing.channels(), descriptor.channels());
    check(file, "label values in \"labels\"", listing.labels(), descriptor.labels());
    return new Opened(descriptor, cases(file, listing));
  }

  /** Both must declare the values 0, 1, … of the descriptor's names; the names may differ. */
  private void check(Path file, String what, Map<Integer, String> found, List<String> names)
      throws InvalidDatasetException {
    Map<Integer, String> expected =
        IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(i -> i, names::get));
    if (!found.keySet().equals(expected.keySet())) {
      throw new InvalidDatasetException(
          "%s: dataset '%s' expects the %s %s, found %s; name the folder of the right dataset"
              .formatted(file, descriptor.name(), what, expected, found));
    }
  }

  private List<Case> cases(Path file, DecathlonListing listing) throws InvalidDatasetException {
    List<Case> cases = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (JsonObject entry : listing.training()) {
      int number = cases.size() + 1;
      Path image = path(file, number, "image", entry);
      Path label = path(file, number, "label", entry);
      String id = image.getFileName().toString().replaceFirst("(?i)\\.nii(\\.gz)?$", "");
      Integer before = seen.put(id, number);
      if (before != null) {
        throw new InvalidDatasetException(
            "%s: training entries %d and %d are both case '%s'; remove one of them"
                .formatted(file, before, number, id));
      }
      cases.add(new DecathlonCase(id, image, label, descriptor));
    }
    if (cases.isEmpty()) {
      throw new InvalidDatasetException(
          file
              + ": expected at least one entry in \"training\", found none; only labelled images can"
              + " be used");
    }
    return List.copyOf(cases);
  }

  private Path path(Path file, int number, String key, JsonObject entry)
      throws InvalidDatasetException {
    String where = "%s: training entry %d".formatted(file, number);
    String text = entry.getString(key, "").replace('\\', '/');
    if (text.isBlank()) {
      throw new InvalidDatasetException(
          "%s: expected {\"image\": FILE, \"label\": FILE}, found %s".formatted(where, entry));
    }
    try {
      Path path = folder.resolve(text).normalize();
      if (path.startsWith(folder) && !path.equals(folder)) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new InvalidDatasetException(where + ": not a path: " + text, e);
    }
    throw new InvalidDatasetException(
        "%s: the %s's path must lead to a file below the folder, found '%s'"
            .formatted(where, key, text));
  }

  private String whatIsThere() throws IOException {
    if (!Files.exists(folder)) {
      return "no such folder";
    }
    if (!Files.isDirectory(folder)) {
      return "a file; name the folder";
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> Files.isRegularFile(child.resolve(LISTING)))
          .min(Path::compareTo)
          .map(child -> "one in its subfolder; name that one: " + child)
          .orElse("none; unpack the dataset's archive and name the folder that it makes");
    }
  }

  private record Opened(DatasetDescriptor descriptor, List<Case> cases) implements Dataset {}
}
