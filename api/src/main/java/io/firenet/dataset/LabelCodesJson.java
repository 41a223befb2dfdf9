package io.firenet.dataset;

import io.firenet.format.CodedConcept;
import io.firenet.format.LabelCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Codes of labels as JSON, in descriptors and model cards. */
public final class LabelCodesJson {

  /** The key that holds them; absent where there are none. */
  public static final String KEY = "codes";

  private LabelCodesJson() {}

  /**
   * {@return the codes as an object by the labels' names}
   *
   * @param codes codes by the labels' names
   */
  public static JsonObject write(Map<String, LabelCode> codes) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    codes.forEach(
        (label, code) ->
            json.add(
                label,
                Json.createObjectBuilder()
                    .add("category", concept(code.category()))
                    .add("type", concept(code.type()))));
    return json.build();
  }

  private static JsonObjectBuilder concept(CodedConcept concept) {
    return Json.createObjectBuilder()
        .add("scheme", concept.scheme())
        .add("value", concept.value())
        .add("meaning", concept.meaning());
  }

  /**
   * Of the object that has them under {@link #KEY}; empty if it has none.
   *
   * @param json an object with or without codes
   * @return codes by the labels' names
   * @throws IllegalArgumentException if they are no codes; the message names the label
   */
  public static Map<String, LabelCode> read(JsonObject json) {
    Map<String, LabelCode> codes = new LinkedHashMap<>();
    JsonValue all = json.getOrDefault(KEY, JsonValue.EMPTY_JSON_OBJECT);
    if (!(all instanceof JsonObject labels)) {
      throw new IllegalArgumentException("\"codes\" must be an object by the labels' names");
    }
    labels.forEach(
        (label, value) -> {
          if (!(value instanceof JsonObject code)) {
            throw wrong(label);
          }
          codes.put(
              label,
              new LabelCode(
                  concept(label, code.get("category")), concept(label, code.get("type"))));
        });
    return codes;
  }

  private static CodedConcept concept(String label, @Nullable JsonValue value) {
    if (value instanceof JsonObject concept
        && concept.get("scheme") instanceof JsonString scheme
        && concept.get("value") instanceof JsonString code
        && concept.get("meaning") instanceof JsonString meaning) {
      return new CodedConcept(scheme.getString(), code.getString(), meaning.getString());
    }
    throw wrong(label);
  }

  private static IllegalArgumentException wrong(String label) {
    return new IllegalArgumentException(
        "the code of label '%s' must have a category and a type of scheme, value and meaning"
            .formatted(label));
  }
}
