package io.firenet.dataset;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dataset's descriptor as JSON: in a jar that declares a dataset, in a run's {@code run.json},
 * and for other programs.
 */
public final class DescriptorJson {

  private DescriptorJson() {}

  /**
   * {@return the descriptor as JSON}
   *
   * @param dataset any descriptor
   */
  public static JsonObject write(DatasetDescriptor dataset) {
    JsonArrayBuilder quantities = Json.createArrayBuilder();
    for (Quantity quantity : dataset.quantities()) {
      quantities.add(
          Json.createObjectBuilder().add("name", quantity.name()).add("unit", quantity.unit()));
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("name", dataset.name())
            .add("title", dataset.title())
            .add("channels", Json.createArrayBuilder(dataset.channels()))
            .add("labels", Json.createArrayBuilder(dataset.labels()))
            .add("quantities", quantities)
            .add("decoder", dataset.decoder())
            .add("licence", dataset.licence())
            .add("citation", dataset.citation())
            .add("needs_folder", dataset.needsFolder());
    if (!dataset.codes().isEmpty()) {
      json.add(LabelCodesJson.KEY, LabelCodesJson.write(dataset.codes()));
    }
    if (!dataset.regions().isEmpty()) {
      json.add(RegionsJson.KEY, RegionsJson.write(dataset.regions(), dataset.labels()));
    }
    return json.build();
  }

  /**
   * From {@link #write}, or written by hand: then {@code name}, {@code channels} and {@code labels}
   * (or {@code quantities}) are needed. Without a title the name is one, the decoder is {@code
   * segmentation} ({@code regions} where there are such), licence and citation are {@value
   * DatasetDescriptor#UNKNOWN}, and it needs a folder.
   *
   * @param json the object that {@link #write} makes, or one written by hand
   * @return the descriptor
   * @throws IllegalArgumentException if it describes no dataset; the message names the key
   */
  public static DatasetDescriptor read(JsonObject json) {
    String name = text(json, "name");
    List<String> channels = texts(json, "channels");
    List<String> labels =
        json.containsKey("quantities") && !json.containsKey("labels")
            ? List.of()
            : texts(json, "labels");
    DatasetDescriptor.Builder dataset =
        DatasetDescriptor.builder(name)
            .channels(channels)
            .labels(labels)
            .quantities(quantities(json))
            .needsFolder(needsFolder(json))
            .codes(LabelCodesJson.read(json))
            .regions(RegionsJson.read(json, labels));
    textIfAny(json, "title").ifPresent(dataset::title);
    textIfAny(json, "decoder").ifPresent(dataset::decoder);
    textIfAny(json, "licence").ifPresent(dataset::licence);
    textIfAny(json, "citation").ifPresent(dataset::citation);
    return dataset.build();
  }

  private static List<Quantity> quantities(JsonObject json) {
    List<Quantity> quantities = new ArrayList<>();
    if (json.containsKey("quantities")) {
      for (JsonValue each : array(json, "quantities")) {
        if (!(each instanceof JsonObject quantity)) {
          throw wrong("quantities", "objects with name and unit", each);
        }
        quantities.add(
            new Quantity(text(quantity, "name"), textIfAny(quantity, "unit").orElse("")));
      }
    }
    return quantities;
  }

  private static boolean needsFolder(JsonObject json) {
    JsonValue value = json.getOrDefault("needs_folder", JsonValue.TRUE);
    if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
      throw wrong("needs_folder", "true or false", value);
    }
    return value == JsonValue.TRUE;
  }

  private static List<String> texts(JsonObject json, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonValue each : array(json, key)) {
      if (!(each instanceof JsonString string)) {
        throw wrong(key, "an array of strings", each);
      }
      texts.add(string.getString());
    }
    return texts;
  }

  private static JsonArray array(JsonObject json, String key) {
    if (json.get(key) instanceof JsonArray array) {
      return array;
    }
    throw wrong(key, "an array", json.get(key));
  }

  private static String text(JsonObject json, String key) {
    return textIfAny(json, key).orElseThrow(() -> wrong(key, "a string", null));
  }

  private static Optional<String> textIfAny(JsonObject json, String key) {
    JsonValue value = json.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof JsonString string) {
      return Optional.of(string.getString());
    }
    throw wrong(key, "a string", value);
  }

  private static IllegalArgumentException wrong(
      String key, String expected, @Nullable JsonValue value) {
    String text = String.valueOf(value);
    return new IllegalArgumentException(
        value == null
            ? "the key \"%s\" is missing".formatted(key)
            : "\"%s\" must be %s, got %s"
                .formatted(
                    key, expected, text.length() <= 60 ? text : text.substring(0, 60) + "…"));
  }
}
