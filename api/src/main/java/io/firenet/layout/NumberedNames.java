package io.firenet.layout;

import io.firenet.dataset.InvalidDatasetException;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Names with numbers in a {@code dataset.json}, the number first or, as in nnU-Net's 2, last. */
final class NumberedNames {

  private NumberedNames() {}

  /** {@code {"0": NAME, …}}; empty if it is none. */
  static Optional<Map<Integer, String>> byNumber(JsonValue value) {
    if (!(value instanceof JsonObject object)) {
      return Optional.empty();
    }
    Map<Integer, String> names = new TreeMap<>();
    for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
      OptionalInt number = whole(entry.getKey());
      if (number.isEmpty()) {
        return Optional.empty();
      }
      JsonValue name = entry.getValue();
      names.put(
          number.getAsInt(), name instanceof JsonString text ? text.getString() : name.toString());
    }
    return Optional.of(names);
  }

  /**
   * {@code {NAME: 0, …}}, or the number first.
   *
   * @throws InvalidDatasetException if it is neither
   */
  static Map<Integer, String> labels(Path file, JsonValue value) throws InvalidDatasetException {
    if (!(value instanceof JsonObject object)) {
      throw wrong(file, value);
    }
    Map<Integer, String> names = new TreeMap<>();
    for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
      OptionalInt key = whole(entry.getKey());
      boolean numberFirst = key.isPresent() && entry.getValue() instanceof JsonString;
      String name = numberFirst ? ((JsonString) entry.getValue()).getString() : entry.getKey();
      int number = numberFirst ? key.getAsInt() : number(file, entry.getValue(), value);
      String before = names.put(number, name);
      if (before != null) {
        throw new InvalidDatasetException(
            "%s: \"labels\" '%s' and '%s' have the same value %s; give each its own"
                .formatted(file, before, name, number));
      }
    }
    return names;
  }

  static int number(Path file, JsonValue value, JsonValue all) throws InvalidDatasetException {
    if (value instanceof JsonArray several) {
      if (several.size() == 1) {
        return number(file, several.get(0), all);
      }
      throw wrong(file, all);
    }
    OptionalInt number =
        value instanceof JsonNumber
            ? whole(value.toString())
            : value instanceof JsonString text ? whole(text.getString()) : OptionalInt.empty();
    return number.orElseThrow(() -> wrong(file, all));
  }

  private static OptionalInt whole(String text) {
    try {
      return OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  private static InvalidDatasetException wrong(Path file, JsonValue found) {
    String text = found.toString();
    return new InvalidDatasetException(
        "%s: expected \"labels\" as {\"background\": 0, NAME: 1, …}, found %s"
            .formatted(file, text.length() <= 200 ? text : text.substring(0, 200) + "…"));
  }
}
