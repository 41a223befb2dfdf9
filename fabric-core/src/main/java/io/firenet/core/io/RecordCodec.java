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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON objects and back: a component is a key. Components may be numbers, booleans,
 * strings, paths, enums (in lower case), public records, and lists, optionals and maps by string of
 * these, and {@link JsonSetting}s. A number that is not finite is {@code null}; an optional that is
 * empty is left out.
 *
 * <p>What this program has written is read by its type, what somebody has chosen as a change of
 * settings that there are.
 */
public final class RecordCodec {

  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);
  private static final Set<Class<?>> REAL = Set.of(double.class, Double.class);

  /** Whether it reads choices rather than what this program has written. */
  private final boolean settings;

  private RecordCodec(boolean settings) {
    this.settings = settings;
  }

  /**
   * The record as a JSON object.
   *
   * @param value whose components are numbers, texts, enums, lists, maps, records or optional ones
   *     of these
   * @return a key for each component; an empty optional one has none
   */
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
   * The record that {@link #write} has made an object of. Where its type has a constant {@code
   * OF_OLDER_FILES} or {@code DEFAULT}, components that the object lacks are that one's, so that a
   * file of an older version can be read.
   *
   * @param type the record's class
   * @param json the object
   * @param <R> the record's type
   * @return the record
   * @throws IllegalArgumentException if it is none of this type; the message names the key by its
   *     path
   */
  public static <R extends Record> R read(Class<R> type, JsonObject json) {
    return type.cast(new RecordCodec(false).record(type, null, json, ""));
  }

  /**
   * Settings with what the JSON object says otherwise. An optional component is no setting: it is
   * measured, not chosen.
   *
   * @param settings what holds where the object says nothing
   * @param json some of the settings
   * @param <R> the record's type
   * @return a new record
   * @throws IllegalArgumentException if a key is unknown or a value does not fit; the message names
   *     the key by its path and says what is valid
   */
  @SuppressWarnings("unchecked") // the record of R's class is an R
  public static <R extends Record> R read(R settings, JsonObject json) {
    return (R) new RecordCodec(true).record(settings.getClass(), settings, json, "");
  }

  private Object record(Class<?> type, @Nullable Object old, JsonObject json, String path) {
    Object defaults = settings ? old : constant(type).orElse(null);
    String prefix = path.isEmpty() ? "" : path + ".";
    RecordComponent[] components = type.getRecordComponents();
    if (settings) {
      checkKeys(components, json, prefix);
    }
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      RecordComponent component = components[i];
      String where = prefix + component.getName();
      Object before = defaults == null ? null : get(defaults, component);
      JsonValue found = json.get(component.getName());
      values[i] =
          found == null
              ? missing(component, before, where)
              : parse(component.getGenericType(), before, found, where);
    }
    return construct(type, values, path);
  }

  private static void checkKeys(RecordComponent[] components, JsonObject json, String prefix) {
    List<String> known =
        Arrays.stream(components)
            .filter(component -> component.getType() != Optional.class)
            .map(RecordComponent::getName)
            .toList();
    for (String key : json.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "unknown setting '%s'; there are %s".formatted(prefix + key, known));
      }
    }
  }

  private static Object missing(RecordComponent component, @Nullable Object before, String path) {
    if (before != null) {
      return before;
    } else if (component.getType() == Optional.class) {
      return Optional.empty();
    }
    throw new IllegalArgumentException("'%s' is missing".formatted(path));
  }

  private Object construct(Class<?> type, Object[] values, String path) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (settings && e.getCause() instanceof IllegalArgumentException invalid) {
        throw invalid;
      }
      throw new IllegalArgumentException(
          "'%s' is invalid: %s".formatted(path, e.getCause().getMessage()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("records in JSON must be public: " + type, e);
    }
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

  private @Nullable Object parse(Type type, @Nullable Object before, JsonValue value, String path) {
    if (type instanceof ParameterizedType generic) {
      return parse(generic, value, path);
    }
    Class<?> raw = (Class<?>) type;
    if (JsonSetting.class.isAssignableFrom(raw) && value instanceof JsonObject object) {
      Object base = settings && before != null ? before : constant(raw).orElseThrow();
      return ((JsonSetting<?>) base).with(object);
    } else if (raw.isRecord() && value instanceof JsonObject object) {
      return record(raw, before, object, path);
    } else if (raw.isEnum()) {
      return constant(raw, value, path);
    } else if (value instanceof JsonNumber number && isNumber(raw)) {
      return number(raw, number, path);
    } else if (value == JsonValue.NULL && REAL.contains(raw) && !settings) {
      return Double.NaN;
    } else if (raw == boolean.class && (value == JsonValue.TRUE || value == JsonValue.FALSE)) {
      return value == JsonValue.TRUE;
    } else if (value instanceof JsonString text && raw == String.class) {
      return text.getString();
    } else if (value instanceof JsonString text && raw == Path.class) {
      return Path.of(text.getString());
    }
    throw misfit(path, before == null ? words(raw) : "like " + json(before), value);
  }

  private Object parse(ParameterizedType type, JsonValue value, String path) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return Optional.ofNullable(parse(arguments[0], null, value, path));
    } else if (type.getRawType() == List.class && value instanceof JsonArray array) {
      List<@Nullable Object> list = new ArrayList<>();
      array.forEach(
          item -> list.add(parse(arguments[0], null, item, "%s[%s]".formatted(path, list.size()))));
      return list;
    } else if (type.getRawType() == Map.class && value instanceof JsonObject object) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      object.forEach(
          (key, item) -> map.put(key, parse(arguments[1], null, item, path + "." + key)));
      return map;
    }
    throw misfit(path, type.getRawType() == List.class ? "an array" : "an object", value);
  }

  private static boolean isNumber(Class<?> type) {
    return WHOLE.contains(type) || REAL.contains(type);
  }

  private Object number(Class<?> type, JsonNumber number, String path) {
    if (REAL.contains(type)) {
      return number.doubleValue();
    }
    try {
      // Not one expression: its type would be long.
      if (type == int.class || type == Integer.class) {
        return number.intValueExact();
      }
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw misfit(path, "a whole number", number);
    }
  }

  private Object constant(Class<?> type, JsonValue value, String path) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
      if (value instanceof JsonString text && text.getString().equals(name)) {
        return constant;
      }
      names.add(name);
    }
    throw misfit(path, "one of " + names, value);
  }

  private static String words(Class<?> type) {
    if (WHOLE.contains(type)) {
      return "a whole number";
    } else if (REAL.contains(type)) {
      return "a number";
    } else if (type == boolean.class) {
      return "true or false";
    }
    return type == String.class || type == Path.class ? "a string" : "an object";
  }

  private IllegalArgumentException misfit(String path, String expected, JsonValue found) {
    return new IllegalArgumentException(
        "%s'%s' must be %s, got %s".formatted(settings ? "setting " : "", path, expected, found));
  }

  private static Object get(Object value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("records in JSON must be public: " + value.getClass(), e);
    }
  }
}
