package io.firenet.layout;

import io.firenet.dataset.InvalidDatasetException;
import io.firenet.folder.DatasetFolder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code "training": [{"image": FILE, "label": FILE}, …]} of a {@code dataset.json}. */
final class TrainingList {

  private TrainingList() {}

  /** An image and its labels, below the folder. */
  record Pair(Path image, Path label) {}

  /** The objects in the list, which may be absent; empty if it holds something else. */
  static Optional<List<JsonObject>> entries(JsonObject json) {
    try {
      JsonValue list = json.getOrDefault("training", JsonValue.EMPTY_JSON_ARRAY);
      return Optional.of(list.asJsonArray().getValuesAs(JsonValue::asJsonObject));
    } catch (ClassCastException e) {
      return Optional.empty();
    }
  }

  /**
   * The files of every entry.
   *
   * @throws InvalidDatasetException if one names no file, or one out of the folder
   */
  static List<Pair> pairs(DatasetFolder folder, List<JsonObject> entries)
      throws InvalidDatasetException {
    List<Pair> pairs = new ArrayList<>();
    for (JsonObject entry : entries) {
      int number = pairs.size() + 1;
      Path image = path(folder, number, "image", entry);
      pairs.add(new Pair(image, path(folder, number, "label", entry)));
    }
    return pairs;
  }

  private static Path path(DatasetFolder folder, int number, String key, JsonObject entry)
      throws InvalidDatasetException {
    String where = "%s: training entry %s".formatted(folder.listing(), number);
    String text =
        entry.get(key) instanceof JsonString string ? string.getString().replace('\\', '/') : "";
    if (text.isBlank()) {
      throw new InvalidDatasetException(
          "%s: expected {\"image\": FILE, \"label\": FILE}, found %s".formatted(where, entry));
    }
    try {
      Path path = folder.path().resolve(text).normalize();
      if (path.startsWith(folder.path()) && !path.equals(folder.path())) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new InvalidDatasetException(where + ": not a path: " + text, e);
    }
    throw new InvalidDatasetException(
        "%s: the %s's path must lead to a file below the folder, found '%s'"
            .formatted(where, key, text));
  }
}
