package io.firenet.server.job;

import io.firenet.server.http.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;

/**
 * What a caller asks for.
 *
 * @param image id of an image
 * @param models names of models
 * @param ensemble whether they answer as one, their outputs averaged
 * @param mirror whether each takes the mean over mirror images
 * @param keepSeconds how long the job goes on when nobody follows it any more
 */
record JobRequest(
    String image, List<String> models, boolean ensemble, boolean mirror, double keepSeconds) {

  private static final int MOST_MODELS = 16;
  private static final double USUAL_KEEP = 1.5;
  private static final int MOST_KEEP = 3600;

  JobRequest {
    models = List.copyOf(models);
  }

  static JobRequest of(JsonObject json) {
    if (!(json.get("image") instanceof JsonString image)) {
      throw Refusal.wrong("expected \"image\" with the id of an image");
    }
    if (!(json.get("models") instanceof JsonArray models)
        || models.isEmpty()
        || models.size() > MOST_MODELS
        || !models.stream().allMatch(JsonString.class::isInstance)) {
      throw Refusal.wrong("expected \"models\" with 1 to %s names".formatted(MOST_MODELS));
    }
    return new JobRequest(
        image.getString(),
        models.getValuesAs(JsonString::getString),
        flag(json, "ensemble"),
        flag(json, "mirror"),
        seconds(json));
  }

  private static boolean flag(JsonObject json, String key) {
    JsonValue value = json.getOrDefault(key, JsonValue.FALSE);
    if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
      throw Refusal.wrong("expected \"%s\" to be true or false".formatted(key));
    }
    return value == JsonValue.TRUE;
  }

  private static double seconds(JsonObject json) {
    if (!json.containsKey("keepSeconds")) {
      return USUAL_KEEP;
    }
    if (json.get("keepSeconds") instanceof JsonNumber number
        && number.doubleValue() >= 0
        && number.doubleValue() <= MOST_KEEP) {
      return number.doubleValue();
    }
    throw Refusal.wrong("expected \"keepSeconds\" from 0 to %s".formatted(MOST_KEEP));
  }
}
