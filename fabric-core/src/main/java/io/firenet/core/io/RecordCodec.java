package io.firenet.core.io;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON objects and back: a component is a key. Components may be numbers, booleans,
 * strings, paths, enums (in lower case), public records, and lists, optionals and maps by string of
 * these, and {@link JsonSetting}s with a constant {@code DEFAULT}. A number that is not finite is
 * {@code null}; an optional that is empty is left out. Where a record has a constant {@code
 * OF_OLDER_FILES} or {@code DEFAULT}, components that the JSON lacks are that one's, so that a file
 * of an older version can be read.
 */
public final class RecordCodec {

  private RecordCodec() {}

  /** The record as a JSON object. */
  public static JsonObject write(Record value) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part = get(value, component);
      if (!(part instanceof Optional<?> optional && optional.isEmpty())) {
        json.add(component.getName(), json(part));
      }
    }
    return json.build();
  }

  /** A component of a record as JSON. */
  static JsonValue json(Object value) {
    if (value instanceof Optional<?> optional) {
      return json(optional.orElseThrow());
    } else if (value instanceof JsonSetting<?> setting) {
      return setting.toJson();
    } else if (value instanceof Record part) {
      return write(part);
    } else if (value instanceof List<?> list) {
      JsonArrayBuilder array = Json.createArrayBuilder();
      list.forEach(item -> array.add(json(item)));
      return array.build();
    } else if (value instanceof Map<?, ?> map) {
      JsonObjectBuilder object = Json.createObjectBuilder();
      map.forEach((key, item) -> object.add((String) key, json(item)));
      return object.build();
    } else if (value instanceof Boolean flag) {
      return flag ? JsonValue.TRUE : JsonValue.FALSE;
    } else if (value instanceof Enum<?> constant) {
      return Json.createValue(constant.name().toLowerCase(Locale.ROOT));
    } else if (value instanceof Double number) {
      return Double.isFinite(number) ? Json.createValue(number) : JsonValue.NULL;
    } else if (value instanceof Number number) {
      return Json.createValue(number.longValue());
    }
    return Json.createValue(value.toString()); // a string or a path
  }

  /**
   * The record of a JSON object.
   *
   * @throws IllegalArgumentException if it is none of this type; the message names the key by its
   *     path
   */
  public static <R extends Record> R read(Class<R> type, JsonObject json) {
    return type.cast(record(type, json, ""));
  }

  private static Object record(Class<?> type, JsonObject json, String path) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      String key = components[i].getName();
      String where = path.isEmpty() ? key : path + "." + key;
      JsonValue found = json.get(key);
      values[i] =
          found == null
              ? missing(type, components[i], where)
              : parse(components[i].getGenericType(), found, where);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "'%s' is invalid: %s".formatted(path, e.getCause().getMessage()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("records in JSON must be public: " + type, e);
    }
  }

  private static Object missing(Class<?> type, RecordComponent component, String path) {
    if (component.getType() == Optional.class) {
      return Optional.empty();
    }
    Object defaults =
        constant(type)
            .orElseThrow(() -> new IllegalArgumentException("'%s' is missing".formatted(path)));
    return get((Record) defaults, component);
  }

  /** A type's constant {@code OF_OLDER_FILES}, or {@code DEFAULT}, if it has one. */
  private static Optional<Object> constant(Class<?> type) {
    return constant(type, "OF_OLDER_FILES").or(() -> constant(type, "DEFAULT"));
  }

  private static Optional<Object> constant(Class<?> type, String name) {
    try {
      Field constant = type.getDeclaredField(name);
      return constant.getType() == type ? Optional.of(constant.get(null)) : Optional.empty();
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  private static @Nullable Object parse(Type type, JsonValue value, String path) {
    if (type instanceof ParameterizedType generic) {
      return parse(generic, value, path);
    }
    Class<?> raw = (Class<?>) type;
    if (JsonSetting.class.isAssignableFrom(raw) && value instanceof JsonObject object) {
      return ((JsonSetting<?>) constant(raw).orElseThrow()).with(object);
    } else if (raw.isRecord() && value instanceof JsonObject object) {
      return record(raw, object, path);
    } else if (raw.isEnum() && value instanceof JsonString text) {
      for (Object constant : raw.getEnumConstants()) {
        if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(text.getString())) {
          return constant;
        }
      }
    } else if (value instanceof JsonNumber number) {
      if (raw == double.class || raw == Double.class) {
        return number.doubleValue();
      } else if (raw == long.class || raw == Long.class) {
        return number.longValue();
      } else if (raw == int.class || raw == Integer.class) {
        return number.intValue();
      }
    } else if (value == JsonValue.NULL && (raw == double.class || raw == Double.class)) {
      return Double.NaN;
    } else if (raw == boolean.class && (value == JsonValue.TRUE || value == JsonValue.FALSE)) {
      return value == JsonValue.TRUE;
    } else if (value instanceof JsonString text && raw == String.class) {
      return text.getString();
    } else if (value instanceof JsonString text && raw == Path.class) {
      return Path.of(text.getString());
    }
    throw new IllegalArgumentException(
        "'%s' must be of type %s, got %s".formatted(path, raw.getSimpleName(), value));
  }

  private static Object parse(ParameterizedType type, JsonValue value, String path) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return Optional.ofNullable(parse(arguments[0], value, path));
    } else if (type.getRawType() == List.class && value instanceof JsonArray array) {
      List<@Nullable Object> list = new ArrayList<>();
      array.forEach(
          item -> list.add(parse(arguments[0], item, "%s[%s]".formatted(path, list.size()))));
      return list;
    } else if (type.getRawType() == Map.class && value instanceof JsonObject object) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      object.forEach((key, item) -> map.put(key, parse(arguments[1], item, path + "." + key)));
      return map;
    }
    throw new IllegalArgumentException(
        "'%s' must be of type %s, got %s".formatted(path, type, value));
  }

  private static Object get(Record value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("records in JSON must be public: " + value.getClass(), e);
    }
  }
}
