package io.firenet.core.data;

import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.Quantity;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;

/** A dataset's descriptor as JSON: in a run's {@code run.json}, and for other programs. */
public final class DescriptorJson {

  private DescriptorJson() {}

  /** As JSON. */
  public static JsonObject write(DatasetDescriptor dataset) {
    JsonArrayBuilder quantities = Json.createArrayBuilder();
    for (Quantity quantity : dataset.quantities()) {
      quantities.add(
          Json.createObjectBuilder().add("name", quantity.name()).add("unit", quantity.unit()));
    }
    return Json.createObjectBuilder()
        .add("name", dataset.name())
        .add("title", dataset.title())
        .add("channels", Json.createArrayBuilder(dataset.channels()))
        .add("labels", Json.createArrayBuilder(dataset.labels()))
        .add("quantities", quantities)
        .add("decoder", dataset.decoder())
        .add("licence", dataset.licence())
        .add("citation", dataset.citation())
        .add("needs_folder", dataset.needsFolder())
        .build();
  }

  /**
   * From {@link #write}.
   *
   * @throws IllegalArgumentException if it describes no dataset
   * @throws ClassCastException if a value is of another kind
   * @throws NullPointerException if a value is missing
   */
  public static DatasetDescriptor read(JsonObject json) {
    List<Quantity> quantities =
        json.getJsonArray("quantities").getValuesAs(JsonObject.class).stream()
            .map(each -> new Quantity(each.getString("name"), each.getString("unit")))
            .toList();
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
