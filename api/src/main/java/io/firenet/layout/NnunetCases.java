package io.firenet.layout;

import io.firenet.dataset.InvalidDatasetException;
import io.firenet.folder.DatasetFolder;
import io.firenet.folder.FolderCase;
import io.firenet.folder.LabelFiles;
import io.firenet.format.ImageFormats;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The cases of a folder in nnU-Net's layout. */
final class NnunetCases {

  private static final String IMAGES = "imagesTr";
  private static final String LABELS = "labelsTr";
  private static final int NAMES_SHOWN = 5;

  /** {@code $NAME} and {@code ${NAME}}, as nnU-Net expands them. */
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\w+))");

  private final DatasetFolder folder;
  private final int channels;
  private final String ending;
  private final List<String> notes;

  /**
   * @param channels how many a case has
   * @param ending of every image file
   * @param notes gets a line for what is left out
   */
  NnunetCases(DatasetFolder folder, int channels, String ending, List<String> notes) {
    this.folder = folder;
    this.channels = channels;
    this.ending = ending;
    this.notes = notes;
  }

  /** A channel's file of an image that a list names as a whole. */
  static Path channel(Path image, int channel) {
    String stem = ImageFormats.stem(image);
    String ending = image.getFileName().toString().substring(stem.length());
    return image.resolveSibling(new ChannelFileName(stem, channel) + ending);
  }

  /** The cases that a {@code dataset.json} lists, or else those whose files are there. */
  List<FolderCase> list(JsonObject json) throws IOException {
    if (json.get("dataset") instanceof JsonObject files) {
      return given(files);
    }
    Map<String, List<Path>> images = images();
    List<JsonObject> entries = TrainingList.entries(json).orElse(List.of());
    return entries.isEmpty() ? found(images) : listed(entries, images);
  }

  /** The channel files in the folder, by case. */
  private Map<String, List<Path>> images() throws IOException {
    Map<String, List<Path>> byCase = new TreeMap<>();
    List<Path> others = new ArrayList<>();
    for (Path file : folder.files(IMAGES)) {
      String name = file.getFileName().toString();
      Optional<ChannelFileName> channel =
          name.endsWith(ending)
              ? ChannelFileName.of(name.substring(0, name.length() - ending.length()))
              : Optional.empty();
      if (channel.isPresent()) {
        byCase.computeIfAbsent(channel.get().caseId(), id -> new ArrayList<>()).add(file);
      } else {
        others.add(file);
      }
    }
    tell(IMAGES, "CASE_0000" + ending, others);
    return byCase;
  }

  private void tell(String where, String pattern, List<Path> found) throws IOException {
    List<Path> others = new ArrayList<>(found);
    for (Path file : folder.files(where)) { // such as the voxels of a header
      others.removeAll(ImageFormats.companions(file));
    }
    if (!others.isEmpty()) {
      String names =
          others.stream()
              .limit(NAMES_SHOWN)
              .map(file -> file.getFileName().toString())
              .collect(Collectors.joining(", "));
      notes.add(
          "%s: %s %s left out, not named like %s: %s%s"
              .formatted(
                  folder.path().resolve(where),
                  others.size(),
                  others.size() == 1 ? "file is" : "files are",
                  pattern,
                  names,
                  others.size() > NAMES_SHOWN ? ", …" : ""));
    }
  }

  /** Whatever has an image or labels is a case; what it lacks is said when it is read. */
  private List<FolderCase> found(Map<String, List<Path>> images) throws IOException {
    TreeSet<String> ids = new TreeSet<>(images.keySet());
    List<Path> others = new ArrayList<>();
    for (Path file : folder.files(LABELS)) {
      String name = file.getFileName().toString();
      if (name.endsWith(ending) && name.length() > ending.length()) {
        ids.add(name.substring(0, name.length() - ending.length()));
      } else {
        others.add(file);
      }
    }
    tell(LABELS, "CASE" + ending, others);
    Path labels = folder.path().resolve(LABELS);
    return ids.stream()
        .map(id -> oneCase(id, folder.path().resolve(IMAGES), labels.resolve(id + ending), images))
        .toList();
  }

  /** The cases of version 1's list, whose images are named without their channels. */
  private List<FolderCase> listed(List<JsonObject> entries, Map<String, List<Path>> images)
      throws InvalidDatasetException {
    List<FolderCase> cases = new ArrayList<>();
    TreeSet<String> unlisted = new TreeSet<>(images.keySet());
    for (TrainingList.Pair pair : TrainingList.pairs(folder, entries)) {
      String id = ImageFormats.stem(pair.image());
      unlisted.remove(id);
      cases.add(oneCase(id, pair.image().getParent(), pair.label(), images));
    }
    if (!unlisted.isEmpty()) {
      notes.add(
          "%s: %s cases of %s are left out, \"training\" does not list them: %s%s"
              .formatted(
                  folder.listing(),
                  unlisted.size(),
                  IMAGES,
                  unlisted.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", ")),
                  unlisted.size() > NAMES_SHOWN ? ", …" : ""));
    }
    return cases;
  }

  /** A file for each channel, there or not, and those that are too many. */
  private FolderCase oneCase(
      String id, Path imageFolder, Path label, Map<String, List<Path>> images) {
    List<Path> files = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      files.add(imageFolder.resolve(new ChannelFileName(id, channel) + ending));
    }
    for (Path file : images.getOrDefault(id, List.of())) {
      if (!files.contains(file)) {
        files.add(file);
      }
    }
    return new FolderCase(id, files, new LabelFiles.OneMap(label));
  }

  /** Version 2's {@code "dataset": {CASE: {"images": [FILE, …], "label": FILE}, …}}. */
  private List<FolderCase> given(JsonObject files) throws InvalidDatasetException {
    List<FolderCase> cases = new ArrayList<>();
    for (Map.Entry<String, JsonValue> entry : files.entrySet()) {
      if (entry.getValue() instanceof JsonObject one
          && one.get("images") instanceof JsonArray images
          && !images.isEmpty()
          && one.get("label") instanceof JsonString label) {
        List<Path> paths = new ArrayList<>();
        for (JsonValue image : images) {
          paths.add(path(entry.getKey(), image));
        }
        LabelFiles labels = new LabelFiles.OneMap(path(entry.getKey(), label));
        cases.add(new FolderCase(entry.getKey(), paths, labels));
      } else {
        throw new InvalidDatasetException(
            "%s: \"dataset\", case '%s': expected {\"images\": [FILE, …], \"label\": FILE}, found %s"
                .formatted(folder.listing(), entry.getKey(), entry.getValue()));
      }
    }
    return cases;
  }

  private Path path(String id, JsonValue value) throws InvalidDatasetException {
    String text = value instanceof JsonString string ? string.getString() : value.toString();
    try {
      return folder.path().resolve(expanded(text)).normalize();
    } catch (InvalidPathException e) {
      throw new InvalidDatasetException(
          "%s: \"dataset\", case '%s': not a path: %s".formatted(folder.listing(), id, text), e);
    }
  }

  private static String expanded(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            variable -> {
              String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
              String value = System.getenv(name);
              return Matcher.quoteReplacement(value == null ? variable.group() : value);
            });
  }
}
