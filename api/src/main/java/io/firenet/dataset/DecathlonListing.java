package io.firenet.dataset;

import io.firenet.file.ForeignJson;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of a Decathlon {@code dataset.json} that matters here.
 *
 * @param channels {@code modality}: names of the image channels by their index
 * @param labels {@code labels}: names of the label values
 * @param training {@code training}: the objects that name an image and its labels
 */
record DecathlonListing(
    Map<Integer, String> channels, Map<Integer, String> labels, List<JsonObject> training) {

  static DecathlonListing read(Path file) throws IOException {
    JsonValue root;
    try {
      root = ForeignJson.read(file);
    } catch (JsonException e) {
      throw new InvalidDatasetException(
          "%s: not valid JSON (%s); restore the file from the dataset's archive"
              .formatted(file, e.getMessage()),
          e);
    }
    try {
      JsonObject json = root.asJsonObject();
      return new DecathlonListing(
          names(value(json, "modality").asJsonObject()),
          names(value(json, "labels").asJsonObject()),
          value(json, "training").asJsonArray().getValuesAs(JsonValue::asJsonObject));
    } catch (ClassCastException | NumberFormatException e) {
      throw new InvalidDatasetException(
          file
              + ": expected a Decathlon dataset.json, with \"modality\" and \"labels\" as"
              + " {\"0\": NAME, …} and \"training\" as [{\"image\": FILE, \"label\": FILE}, …];"
              + " restore the file from the dataset's archive",
          e);
    }
  }

  private static JsonValue value(JsonObject json, String key) {
    return json.getOrDefault(key, JsonValue.NULL);
  }

  private static Map<Integer, String> names(JsonObject object) {
    Map<Integer, String> names = new TreeMap<>();
    object.forEach((key, value) -> names.put(Integer.valueOf(key), text(value)));
    return names;
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string ? string.getString() : value.toString();
  }
}
