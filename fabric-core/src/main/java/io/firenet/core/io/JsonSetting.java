package io.firenet.core.io;

import jakarta.json.JsonObject;

/**
 * A setting with a JSON form of its own, as a component of a record that {@link RecordCodec}
 * writes.
 *
 * @param <T> the setting itself
 */
public interface JsonSetting<T extends JsonSetting<T>> {

  /**
   * As JSON.
   *
   * @return all of it
   */
  JsonObject toJson();

  /**
   * This setting with what the JSON object says otherwise.
   *
   * @param json some of its parts, or all
   * @return a new setting
   * @throws IllegalArgumentException if it does not fit
   */
  T with(JsonObject json);
}
