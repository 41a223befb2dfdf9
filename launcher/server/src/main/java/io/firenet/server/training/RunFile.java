package io.firenet.server.training;

import io.firenet.file.ForeignJson;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** JSON that another process writes and replaces as a whole. */
final class RunFile {

  private RunFile() {}

  /** The object in a file; empty if there is none, or none that can be read now. */
  static Optional<JsonObject> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return ForeignJson.read(file) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException | JsonException e) {
      return Optional.empty(); // replaced just now, or damaged: the next look tells
    }
  }

  /** The object under keys, empty if something else or nothing is there. */
  static JsonObject object(JsonObject json, String... keys) {
    JsonObject at = json;
    for (String key : keys) {
      at = at.get(key) instanceof JsonObject inner ? inner : JsonValue.EMPTY_JSON_OBJECT;
    }
    return at;
  }

  /** The objects of an array. */
  static List<JsonObject> objects(JsonObject json, String key) {
    return json.get(key) instanceof JsonArray array
        ? array.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject).toList()
        : List.of();
  }

  static double number(JsonObject json, String key) {
    return json.get(key) instanceof JsonNumber number ? number.doubleValue() : Double.NaN;
  }

  static String text(JsonObject json, String key) {
    return json.get(key) instanceof JsonString string ? string.getString() : "";
  }
}
