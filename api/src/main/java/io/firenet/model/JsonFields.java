package io.firenet.model;

import io.firenet.file.ForeignText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, read strictly.
 *
 * @param path where the object stands, for messages
 * @param json the object
 */
record JsonFields(String path, JsonObject json) {

  String text(String name) throws ModelException {
    return text(name, json.get(name));
  }

  Optional<String> textIfAny(String name) throws ModelException {
    return json.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
  }

  int integer(String name) throws ModelException {
    return integer(name, json.get(name));
  }

  long whole(String name) throws ModelException {
    return whole(name, json.get(name), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  double number(String name) throws ModelException {
    return number(name, json.get(name));
  }

  JsonFields object(String name) throws ModelException {
    if (json.get(name) instanceof JsonObject object) {
      return new JsonFields(path + ", " + name, object);
    }
    throw wrong(name, "an object", json.get(name));
  }

  /** The objects of an array; none if there is no such field. */
  List<JsonFields> objectsIfAny(String name) throws ModelException {
    List<JsonFields> objects = new ArrayList<>();
    if (!json.containsKey(name)) {
      return objects;
    }
    if (json.get(name) instanceof JsonArray array) {
      for (JsonValue value : array) {
        if (!(value instanceof JsonObject object)) {
          throw wrong(name, "an array of objects", value);
        }
        objects.add(new JsonFields("%s, %s[%s]".formatted(path, name, objects.size()), object));
      }
      return objects;
    }
    throw wrong(name, "an array of objects", json.get(name));
  }

  List<String> texts(String name) throws ModelException {
    if (!(json.get(name) instanceof JsonArray array)) {
      throw wrong(name, "an array of strings", json.get(name));
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue value : array) {
      texts.add(text(name, value));
    }
    return texts;
  }

  /** All fields of this object, each an integer. */
  Map<String, Integer> integers() throws ModelException {
    Map<String, Integer> integers = new LinkedHashMap<>();
    for (String name : json.keySet()) {
      integers.put(name, integer(name));
    }
    return integers;
  }

  /** All fields of this object, each a number. */
  Map<String, Double> numbers() throws ModelException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (String name : json.keySet()) {
      numbers.put(name, number(name));
    }
    return numbers;
  }

  /** Empty if there is no such field. */
  OptionalInt integerIfAny(String name) throws ModelException {
    return json.containsKey(name) ? OptionalInt.of(integer(name)) : OptionalInt.empty();
  }

  private String text(String name, @Nullable JsonValue value) throws ModelException {
    if (value instanceof JsonString string) {
      return string.getString();
    }
    throw wrong(name, "a string", value);
  }

  private int integer(String name, @Nullable JsonValue value) throws ModelException {
    return (int) whole(name, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private long whole(String name, @Nullable JsonValue value, long min, long max)
      throws ModelException {
    if (value instanceof JsonNumber number) {
      try {
        long whole = number.bigDecimalValue().longValueExact();
        if (whole >= min && whole <= max) {
          return whole;
        }
      } catch (ArithmeticException | NumberFormatException e) {
        throw wrong(name, "an integer", value);
      }
    }
    throw wrong(name, "an integer", value);
  }

  private double number(String name, @Nullable JsonValue value) throws ModelException {
    if (value instanceof JsonNumber number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw wrong(name, "a number", value);
  }

  private ModelException wrong(String name, String expected, @Nullable JsonValue value) {
    if (value == null) {
      return new ModelException("%s: field '%s' is missing".formatted(path, name));
    }
    return new ModelException(
        "%s: field '%s' must be %s, got %s"
            .formatted(
                path,
                ForeignText.line(name, 80),
                expected,
                ForeignText.line(value.toString(), 40)));
  }
}
