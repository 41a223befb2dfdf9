package io.firenet.launcher.project;

import io.firenet.core.io.FileErrors;
import io.firenet.dataset.InvalidDatasetException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the descriptor in a dataset's class says.
 *
 * @param channels names of the image channels
 * @param labels names of the labels 0, 1, …
 * @param toFillIn whether these are examples
 */
public record DatasetValues(
    String title,
    List<String> channels,
    List<String> labels,
    String licence,
    String citation,
    boolean toFillIn) {

  private static final String UNKNOWN = "unknown";
  private static final int LINE = 60;

  /** Examples, for an author to replace. */
  public static DatasetValues examples(String name) {
    List<String> labels = List.of("background", "structure");
    return new DatasetValues(name.replace('-', ' '), List.of("MR"), labels, UNKNOWN, UNKNOWN, true);
  }

  /**
   * What a folder in the Decathlon layout says of itself.
   *
   * @throws InvalidDatasetException if its {@code dataset.json} lacks channels or labels, or these
   *     are not numbered 0, 1, …
   * @throws IOException if there is none
   */
  public static DatasetValues of(Path folder) throws IOException {
    Path file = folder.resolve("dataset.json");
    try (InputStream in = Files.newInputStream(file);
        JsonReader reader = Json.createReader(in)) {
      JsonObject json = reader.readObject();
      String name = json.getString("name", UNKNOWN);
      return new DatasetValues(
          oneLine(json.getString("description", name)),
          names(file, json, "modality"),
          names(file, json, "labels"),
          oneLine(json.getString("licence", json.getString("license", UNKNOWN))),
          oneLine(json.getString("reference", UNKNOWN)),
          false);
    } catch (JsonException e) {
      throw new InvalidDatasetException(
          "%s: not a Decathlon dataset.json: %s".formatted(file, FileErrors.describe(e)), e);
    }
  }

  private static List<String> names(Path file, JsonObject json, String key)
      throws InvalidDatasetException {
    Map<String, String> names = new TreeMap<>();
    if (json.get(key) instanceof JsonObject object) {
      object.keySet().forEach(number -> names.put(number, object.getString(number, "?")));
    }
    List<String> inOrder =
        IntStream.range(0, names.size()).mapToObj(Integer::toString).map(names::get).toList();
    if (inOrder.isEmpty() || inOrder.contains(null)) {
      throw new InvalidDatasetException(
          "%s: expected \"%s\": {\"0\": NAME, \"1\": NAME, …}, found %s; make the project without"
                  .formatted(file, key, names)
              + " --data and fill in what the images hold");
    }
    return inOrder;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** The templates' placeholders and what they become. */
  Map<String, String> placeholders() {
    return Map.of(
        "__TITLE__", literalText(title),
        "__CHANNELS__", literals(channels),
        "__LABELS__", literals(labels),
        "__LICENCE__", literalText(licence),
        "__CITATION__", literalText(citation),
        "__MARK__", toFillIn ? "FILL IN: " : "");
  }

  private static String literals(List<String> names) {
    List<String> quoted = names.stream().map(name -> '"' + literalText(name) + '"').toList();
    String line = String.join(", ", quoted);
    String indent = "\n              ";
    return line.length() <= LINE
        ? line
        : quoted.stream().collect(Collectors.joining("," + indent, indent, ""));
  }

  private static String literalText(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
