package io.firenet.core.training;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.Quantity;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;

/** A dataset's descriptor in a run's {@code run.json}, but for its quantities. */
final class DescriptorJson {

  private DescriptorJson() {}

  static JsonObject write(DatasetDescriptor dataset) {
    return Json.createObjectBuilder()
        .add("name", dataset.name())
        .add("title", dataset.title())
        .add("channels", Json.createArrayBuilder(dataset.channels()))
        .add("labels", Json.createArrayBuilder(dataset.labels()))
        .add("decoder", dataset.decoder())
        .add("licence", dataset.licence())
        .add("citation", dataset.citation())
        .add("needs_folder", dataset.needsFolder())
        .build();
  }

  /**
   * @param quantities the descriptor's, which a run writes with their scales
   */
  static DatasetDescriptor read(JsonObject json, List<Quantity> quantities) {
    return new DatasetDescriptor(
        json.getString("name"),
        json.getString("title"),
        strings(json, "channels"),
        strings(json, "labels"),
        quantities,
        json.getString("decoder"),
        json.getString("licence"),
        json.getString("citation"),
        json.getBoolean("needs_folder"));
  }

  private static List<String> strings(JsonObject json, String key) {
    return json.getJsonArray(key).getValuesAs(JsonString::getString);
  }
}
