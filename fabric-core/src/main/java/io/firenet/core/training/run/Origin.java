package io.firenet.core.training.run;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The run that another one began with.
 *
 * @param run its folder
 * @param epoch the epoch of the checkpoint that was taken
 * @param trainedOn the datasets that had trained the trunk until then, with their number of cases
 */
public record Origin(Path run, int epoch, Map<String, Integer> trainedOn) {

  public Origin {
    trainedOn = Collections.unmodifiableMap(new LinkedHashMap<>(trainedOn));
  }

  /** As a model's provenance tells it. */
  @Override
  public String toString() {
    return "%s, epoch %s".formatted(run.getFileName(), epoch);
  }

  JsonObject toJson() {
    JsonObjectBuilder cases = Json.createObjectBuilder();
    trainedOn.forEach(cases::add);
    return Json.createObjectBuilder()
        .add("run", run.toString())
        .add("epoch", epoch)
        .add("trainedOn", cases)
        .build();
  }

  static Origin fromJson(JsonObject json) {
    JsonObject cases = json.getJsonObject("trainedOn");
    Map<String, Integer> trainedOn = new LinkedHashMap<>();
    cases.keySet().forEach(dataset -> trainedOn.put(dataset, cases.getInt(dataset)));
    return new Origin(Path.of(json.getString("run")), json.getInt("epoch"), trainedOn);
  }
}
