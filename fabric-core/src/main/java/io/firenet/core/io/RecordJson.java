package io.firenet.core.io;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Settings records as JSON objects: a component is a key. Components may be numbers, booleans,
 * strings, enums (in lower case), lists of whole numbers, {@link JsonSetting}s, and records of
 * these. An optional component is no setting: it is measured, not chosen.
 */
public final class RecordJson {

  private RecordJson() {}

  /** The record as a JSON object. */
  public static JsonObject write(Record settings) {
    return RecordCodec.write(settings);
  }

  /**
   * The defaults with what the JSON object says otherwise.
   *
   * @throws IllegalArgumentException if a key is unknown or a value does not fit; the message names
   *     the key by its path and says what is valid
   */
  public static <R extends Record> R read(R defaults, JsonObject json) {
    return read(defaults, json, "");
  }

  private static <R extends Record> R read(R defaults, JsonObject json, String path) {
    Map<String, Object> values = components(defaults);
    json.forEach(
        (key, value) -> {
          Object old = values.get(key);
          if (old == null || old instanceof Optional) {
            List<String> settings =
                values.keySet().stream().filter(k -> !(values.get(k) instanceof Optional)).toList();
            throw new IllegalArgumentException(
                "unknown setting '%s'; there are %s".formatted(path + key, settings));
          }
          values.put(key, parse(old, value, path + key));
        });
    return construct(defaults, values);
  }

  private static Object parse(Object old, JsonValue value, String path) {
    if (old instanceof JsonSetting<?> setting && value instanceof JsonObject object) {
      return setting.with(object);
    }
    if (old instanceof Record record && value instanceof JsonObject object) {
      return read(record, object, path + ".");
    }
    if (value instanceof JsonNumber number) {
      try {
        if (old instanceof Integer) {
          return number.intValueExact();
        }
        if (old instanceof Long) {
          return number.longValueExact();
        }
      } catch (ArithmeticException e) {
        throw misfit(path, "a whole number", value);
      }
      if (old instanceof Double) {
        return number.doubleValue();
      }
    }
    if (old instanceof String && value instanceof JsonString string) {
      return string.getString();
    }
    if (old instanceof Enum<?> choice) {
      return constant(choice, value, path);
    }
    if (old instanceof Boolean && (value == JsonValue.TRUE || value == JsonValue.FALSE)) {
      return value == JsonValue.TRUE;
    }
    if (old instanceof List<?> && value instanceof JsonArray array) {
      List<Integer> list = new ArrayList<>();
      array.forEach(item -> list.add((Integer) parse(0, item, path + "[" + list.size() + "]")));
      return list;
    }
    throw misfit(path, "like " + RecordCodec.json(old), value);
  }

  private static Enum<?> constant(Enum<?> old, JsonValue value, String path) {
    List<String> names = new ArrayList<>();
    for (Enum<?> one : old.getDeclaringClass().getEnumConstants()) {
      if (value instanceof JsonString string && string.getString().equals(name(one))) {
        return one;
      }
      names.add(name(one));
    }
    throw misfit(path, "one of " + names, value);
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException misfit(String path, String expected, JsonValue found) {
    return new IllegalArgumentException(
        "setting '%s' must be %s, got %s".formatted(path, expected, found));
  }

  private static Map<String, Object> components(Record settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      try {
        values.put(component.getName(), component.getAccessor().invoke(settings));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("settings records must be public: " + settings, e);
      }
    }
    return values;
  }

  @SuppressWarnings("unchecked") // the constructor of R's class makes an R
  private static <R extends Record> R construct(R defaults, Map<String, Object> values) {
    Class<?>[] types =
        Arrays.stream(defaults.getClass().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return (R)
          defaults.getClass().getDeclaredConstructor(types).newInstance(values.values().toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException invalid) {
        throw invalid;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("settings records must be public: " + defaults, e);
    }
  }
}
