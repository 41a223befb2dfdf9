package io.firenet.core.training;

import io.firenet.core.report.EpochRecord;
import io.firenet.core.report.Score;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a run has come.
 *
 * @param history every epoch done, in order
 * @param bestEpoch the epoch of the best {@link #meanScore}; 0 if none was validated
 * @param finishedAt time of the last epoch's end, ISO 8601, UTC
 */
public record RunState(List<EpochRecord> history, int bestEpoch, String finishedAt) {

  /** Nothing done yet. */
  public static final RunState START = new RunState(List.of(), 0, "");

  public RunState {
    history = List.copyOf(history);
  }

  /** The number of epochs done. */
  public int epochs() {
    return history.size();
  }

  /** Time spent in the epochs done. */
  public double seconds() {
    return history.stream().mapToDouble(EpochRecord::seconds).sum();
  }

  /** This state after one more epoch. */
  RunState with(EpochRecord epoch, String time) {
    List<EpochRecord> longer = new ArrayList<>(history);
    longer.add(epoch);
    boolean best =
        bestEpoch == 0
            ? Double.isFinite(meanScore(epoch))
            : meanScore(epoch) >= meanScore(history.get(bestEpoch - 1));
    return new RunState(longer, best ? epoch.epoch() : bestEpoch, time);
  }

  /**
   * Mean over the datasets of their validation scores, a negative one counting as 0: an R² has no
   * lower bound, and one dataset must not outweigh the others. NaN if nothing was validated.
   */
  public static double meanScore(EpochRecord epoch) {
    return epoch.validation().values().stream()
        .mapToDouble(Score::value)
        .filter(Double::isFinite)
        .map(score -> Math.max(0, score))
        .average()
        .orElse(Double.NaN);
  }

  JsonObject toJson() {
    JsonArrayBuilder epochs = Json.createArrayBuilder();
    for (EpochRecord epoch : history) {
      JsonObjectBuilder validation = Json.createObjectBuilder();
      epoch.validation().forEach((dataset, score) -> validation.add(dataset, toJson(score)));
      epochs.add(
          Json.createObjectBuilder()
              .add("epoch", epoch.epoch())
              .add("trainingLoss", number(epoch.trainingLoss()))
              .add("validationLoss", number(epoch.validationLoss()))
              .add("validation", validation)
              .add("seconds", epoch.seconds())
              .add("learningRate", epoch.learningRate()));
    }
    return Json.createObjectBuilder()
        .add("bestEpoch", bestEpoch)
        .add("finishedAt", finishedAt)
        .add("history", epochs)
        .build();
  }

  static RunState fromJson(JsonObject json) {
    List<EpochRecord> history = new ArrayList<>();
    for (JsonObject epoch : json.getJsonArray("history").getValuesAs(JsonObject.class)) {
      JsonObject validation = epoch.getJsonObject("validation");
      Map<String, Score> byDataset = new LinkedHashMap<>();
      validation
          .keySet()
          .forEach(name -> byDataset.put(name, score(validation.getJsonObject(name))));
      history.add(
          new EpochRecord(
              epoch.getInt("epoch"),
              number(epoch, "trainingLoss"),
              number(epoch, "validationLoss"),
              byDataset,
              number(epoch, "seconds"),
              number(epoch, "learningRate")));
    }
    return new RunState(history, json.getInt("bestEpoch"), json.getString("finishedAt"));
  }

  private static JsonObjectBuilder toJson(Score score) {
    return Json.createObjectBuilder()
        .add("metric", score.metric())
        .add("value", number(score.value()));
  }

  private static Score score(JsonObject json) {
    return new Score(json.getString("metric"), number(json, "value"));
  }

  private static JsonValue number(double value) {
    return Double.isFinite(value) ? Json.createValue(value) : JsonValue.NULL;
  }

  private static double number(JsonObject json, String key) {
    return json.isNull(key) ? Double.NaN : json.getJsonNumber(key).doubleValue();
  }
}
