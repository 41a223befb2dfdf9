package io.firenet.core.training.run;

import io.firenet.architecture.NetworkProvider;
import io.firenet.core.io.JsonSetting;
import io.firenet.core.io.RecordCodec;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * Which network a run trains. In JSON it is one object, {@code {"name": "firenet", "branches": 2}};
 * without a name it is FIRENet's, as in runs from before there were others.
 *
 * @param name of its {@link NetworkProvider}
 * @param settings those that differ from its defaults, or all of them
 */
public record NetworkChoice(String name, JsonObject settings)
    implements JsonSetting<NetworkChoice> {

  /** FIRENet as it comes. */
  public static final NetworkChoice DEFAULT = of("firenet");

  private static final String NAME = "name";

  /**
   * A network with its default settings.
   *
   * @param name as in {@code --network}
   * @return a choice that says nothing of settings
   */
  public static NetworkChoice of(String name) {
    return new NetworkChoice(name, JsonValue.EMPTY_JSON_OBJECT);
  }

  /**
   * A network with the settings of a record.
   *
   * @param name as in {@code --network}
   * @param settings each component is a setting of its name
   * @return a choice that says every setting
   */
  public static NetworkChoice of(String name, Record settings) {
    return new NetworkChoice(name, RecordCodec.write(settings));
  }

  @Override
  public JsonObject toJson() {
    JsonObjectBuilder json = Json.createObjectBuilder().add(NAME, name);
    settings.forEach(json::add);
    return json.build();
  }

  /** Settings of another network are not kept. */
  @Override
  public NetworkChoice with(JsonObject json) {
    JsonValue named = json.getOrDefault(NAME, Json.createValue(name));
    if (!(named instanceof JsonString text)) {
      throw new IllegalArgumentException(
          "setting 'network.name' must be like \"firenet\", got " + named);
    }
    boolean same = text.getString().equals(name);
    JsonObjectBuilder changed =
        same ? Json.createObjectBuilder(settings) : Json.createObjectBuilder();
    json.forEach(
        (key, value) -> {
          if (!key.equals(NAME)) {
            changed.add(key, value);
          }
        });
    return new NetworkChoice(text.getString(), changed.build());
  }

  /**
   * This choice with every setting of its network.
   *
   * @param provider the network of this name
   * @return the provider's defaults with this choice's settings in their place
   * @throws IllegalArgumentException if it has no such setting, or a value is of another kind
   */
  public NetworkChoice complete(NetworkProvider provider) {
    JsonObject defaults = provider.defaults();
    JsonObjectBuilder all = Json.createObjectBuilder(defaults);
    settings.forEach(
        (key, value) -> {
          JsonValue old = defaults.get(key);
          if (old == null) {
            throw new IllegalArgumentException(
                "unknown setting 'network.%s'; network '%s' has %s"
                    .formatted(key, name, defaults.isEmpty() ? "none" : defaults.keySet()));
          }
          if (kind(old) != kind(value)) {
            throw new IllegalArgumentException(
                "setting 'network.%s' must be like %s, got %s".formatted(key, old, value));
          }
          if (old instanceof JsonNumber whole
              && whole.isIntegral()
              && !(value instanceof JsonNumber number && isWhole(number))) {
            throw new IllegalArgumentException(
                "setting 'network.%s' must be a whole number, got %s".formatted(key, value));
          }
          all.add(key, value);
        });
    return new NetworkChoice(name, all.build());
  }

  private static boolean isWhole(JsonNumber number) {
    try {
      number.intValueExact();
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static JsonValue.ValueType kind(JsonValue value) {
    return value.getValueType() == JsonValue.ValueType.FALSE
        ? JsonValue.ValueType.TRUE
        : value.getValueType();
  }
}
