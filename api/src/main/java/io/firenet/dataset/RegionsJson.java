package io.firenet.dataset;

import io.firenet.file.ForeignText;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Regions as JSON, in descriptors and model cards; labels go by their names. */
public final class RegionsJson {

  /** The key that holds them; absent where there are none. */
  public static final String KEY = "regions";

  private RegionsJson() {}

  /**
   * {@return the regions as an array of {@code {"name": NAME, "labels": [NAME, …], "paints":
   * NAME}}}
   *
   * @param regions in the order in which they paint
   * @param labels names of all labels
   */
  public static JsonArray write(List<Region> regions, List<String> labels) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (Region region : regions) {
      array.add(
          Json.createObjectBuilder()
              .add("name", region.name())
              .add(
                  "labels",
                  Json.createArrayBuilder(region.labels().stream().map(labels::get).toList()))
              .add("paints", labels.get(region.paints())));
    }
    return array.build();
  }

  /**
   * Of the object that has them under {@link #KEY}; empty if it has none.
   *
   * @param json an object with or without regions
   * @param labels names of all labels
   * @return the regions, in the order in which they paint
   * @throws IllegalArgumentException if they are no regions of these labels; the message names what
   *     is wrong
   */
  public static List<Region> read(JsonObject json, List<String> labels) {
    List<Region> regions = new ArrayList<>();
    JsonValue all = json.getOrDefault(KEY, JsonValue.EMPTY_JSON_ARRAY);
    if (!(all instanceof JsonArray array)) {
      throw wrong(all);
    }
    for (JsonValue each : array) {
      if (!(each instanceof JsonObject region
          && region.get("name") instanceof JsonString name
          && region.get("labels") instanceof JsonArray members)) {
        throw wrong(each);
      }
      regions.add(
          new Region(
              name.getString(),
              members.stream().map(member -> index(name.getString(), member, labels)).toList(),
              index(name.getString(), region.get("paints"), labels)));
    }
    return regions;
  }

  private static int index(String region, @Nullable JsonValue label, List<String> labels) {
    int index = label instanceof JsonString name ? labels.indexOf(name.getString()) : -1;
    if (index < 0) {
      throw new IllegalArgumentException(
          "\"regions\": '%s' names the label %s, which is none of %s"
              .formatted(
                  ForeignText.line(region, 80),
                  ForeignText.line(String.valueOf(label), 80),
                  labels));
    }
    return index;
  }

  private static IllegalArgumentException wrong(JsonValue found) {
    return new IllegalArgumentException(
        "\"regions\" must be [{\"name\": NAME, \"labels\": [LABEL, …], \"paints\": LABEL}, …], got "
            + ForeignText.line(found.toString(), 80));
  }
}
