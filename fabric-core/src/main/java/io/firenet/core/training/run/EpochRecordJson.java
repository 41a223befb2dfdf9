package io.firenet.core.training.run;

import io.firenet.core.evaluation.Score;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** Epoch records as JSON; what was not measured is {@code null}. */
final class EpochRecordJson {

  private EpochRecordJson() {}

  static JsonObject write(EpochRecord epoch) {
    JsonObjectBuilder validation = Json.createObjectBuilder();
    epoch
        .validation()
        .forEach(
            (dataset, score) ->
                validation.add(
                    dataset,
                    Json.createObjectBuilder()
                        .add("metric", score.metric())
                        .add("value", number(score.value()))));
    JsonObjectBuilder losses = Json.createObjectBuilder();
    epoch
        .losses()
        .forEach(
            (dataset, loss) ->
                losses.add(
                    dataset,
                    Json.createObjectBuilder()
                        .add("steps", loss.steps())
                        .add("training", number(loss.training()))
                        .add("validation", number(loss.validation()))));
    return Json.createObjectBuilder()
        .add("epoch", epoch.epoch())
        .add("trainingLoss", number(epoch.trainingLoss()))
        .add("validationLoss", number(epoch.validationLoss()))
        .add("validation", validation)
        .add("losses", losses)
        .add("waitSeconds", number(epoch.waitSeconds()))
        .add("seconds", epoch.seconds())
        .add("learningRate", epoch.learningRate())
        .build();
  }

  static EpochRecord read(JsonObject json) {
    JsonObject validation = json.getJsonObject("validation");
    Map<String, Score> scores = new LinkedHashMap<>();
    for (String dataset : validation.keySet()) {
      JsonObject score = validation.getJsonObject(dataset);
      scores.put(dataset, new Score(score.getString("metric"), number(score, "value")));
    }
    JsonObject losses = json.getJsonObject("losses");
    Map<String, DatasetLoss> byDataset = new LinkedHashMap<>();
    for (String dataset : losses.keySet()) {
      JsonObject loss = losses.getJsonObject(dataset);
      byDataset.put(
          dataset,
          new DatasetLoss(
              loss.getInt("steps"), number(loss, "training"), number(loss, "validation")));
    }
    return new EpochRecord(
        json.getInt("epoch"),
        number(json, "trainingLoss"),
        number(json, "validationLoss"),
        scores,
        byDataset,
        number(json, "waitSeconds"),
        number(json, "seconds"),
        number(json, "learningRate"));
  }

  private static JsonValue number(double value) {
    return Double.isFinite(value) ? Json.createValue(value) : JsonValue.NULL;
  }

  private static double number(JsonObject json, String key) {
    return json.isNull(key) ? Double.NaN : json.getJsonNumber(key).doubleValue();
  }
}
