package io.firenet.dataset;

import io.firenet.format.ImageFormats;
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
 * lists pairs of image files (of any of the {@link ImageFormats}), relative to the folder, under
 * {@code training}.
 *
 * <p>Opening reads {@code dataset.json} only. A listed file that is missing or damaged is reported
 * when its case is read.
 *
 * <p>Every such dataset has the option {@code labels=folder}: the opened dataset then has the
 * labels that the folder's {@code dataset.json} declares, not those of its provider's descriptor.
 */
public final class DecathlonFolder {

  private static final String LISTING = "dataset.json";

  private final Path folder;
  private final DatasetDescriptor descriptor;

  private DecathlonFolder(Path folder, DatasetDescriptor descriptor) {
    this.folder = folder;
    this.descriptor = descriptor;
  }

  /**
   * Opens the folder that a source names.
   *
   * <p>The folder must have as many channels as the descriptor and declare none but its label
   * values. If it declares all of them, it may spell their names in its own way; if it lacks some,
   * the others must have the same names, upper case and punctuation aside. A name at another value
   * than the descriptor's is refused.
   *
   * @throws InvalidDatasetException if the source names no folder or an unknown option, or the
   *     folder is not this dataset: no or a broken {@code dataset.json}, other channels or labels,
   *     no case, a case twice, a path that leads out of the folder
   * @throws IOException if {@code dataset.json} cannot be read
   */
  public static Dataset open(DatasetSource source, DatasetDescriptor descriptor)
      throws IOException {
    return open(
        source, descriptor, (file, declared) -> LabelMapping.official(file, descriptor, declared));
  }

  /**
   * Opens the folder that a source names with all that it labels as one class, the descriptor's
   * label 1.
   *
   * @param backgroundWords words in lower case; a label whose name holds one becomes background
   * @throws InvalidDatasetException as {@link #open}
   * @throws IOException if {@code dataset.json} cannot be read
   */
  public static Dataset openAsOneClass(
      DatasetSource source, DatasetDescriptor descriptor, String... backgroundWords)
      throws IOException {
    List<String> words = List.of(backgroundWords);
    return open(
        source,
        descriptor,
        (file, declared) -> LabelMapping.merged(file, descriptor, declared, words));
  }

  private static Dataset open(
      DatasetSource source, DatasetDescriptor descriptor, LabelRule providers) throws IOException {
    NamedFolder folder = NamedFolder.of(source, descriptor);
    return new DecathlonFolder(folder.path(), descriptor)
        .read(folder.ownLabels() ? LabelMapping::ofFolder : providers);
  }

  private Dataset read(LabelRule rule) throws IOException {
    Path file = folder.resolve(LISTING);
    if (!Files.isRegularFile(file)) {
      throw new InvalidDatasetException(
          "%s: dataset '%s' expects a Decathlon folder with a %s, found %s"
              .formatted(folder, descriptor.name(), LISTING, whatIsThere()));
    }
    DecathlonListing listing = DecathlonListing.read(file);
    checkChannels(file, listing.channels());
    LabelMapping labels = rule.labels(file, listing.labels());
    return new OpenedDataset(descriptor.withLabels(labels.names()), cases(file, listing, labels));
  }

  private void checkChannels(Path file, Map<Integer, String> found) throws InvalidDatasetException {
    List<String> names = descriptor.channels();
    Map<Integer, String> expected =
        IntStream.range(0, names.size()).boxed().collect(Collectors.toMap(i -> i, names::get));
    if (!found.keySet().equals(expected.keySet())) {
      throw new InvalidDatasetException(
          "%s: dataset '%s' expects the channels %s in \"modality\", found %s; name the right folder"
              .formatted(file, descriptor.name(), expected, found));
    }
  }

  private List<Case> cases(Path file, DecathlonListing listing, LabelMapping labels)
      throws InvalidDatasetException {
    List<Case> cases = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (JsonObject entry : listing.training()) {
      int number = cases.size() + 1;
      Path image = path(file, number, "image", entry);
      Path label = path(file, number, "label", entry);
      String id = ImageFormats.stem(image);
      Integer before = seen.put(id, number);
      if (before != null) {
        throw new InvalidDatasetException(
            "%s: training entries %d and %d are both case '%s'; remove one of them"
                .formatted(file, before, number, id));
      }
      cases.add(new FileCase(id, image, label, descriptor, labels));
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

  /** Makes the labels of the opened dataset of those that the folder declares. */
  private interface LabelRule {
    LabelMapping labels(Path file, Map<Integer, String> declared) throws InvalidDatasetException;
  }
}
