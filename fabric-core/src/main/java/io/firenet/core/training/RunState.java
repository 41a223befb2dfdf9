package io.firenet.core.training;

import io.firenet.core.report.EpochRecord;
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
 * @param bestEpoch the epoch of the best mean validation Dice; 0 if none was validated
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
            ? Double.isFinite(meanDice(epoch))
            : meanDice(epoch) >= meanDice(history.get(bestEpoch - 1));
    return new RunState(longer, best ? epoch.epoch() : bestEpoch, time);
  }

  /** Mean over the datasets of the validation Dice; NaN if nothing was validated. */
  public static double meanDice(EpochRecord epoch) {
    return epoch.validationDice().values().stream()
        .mapToDouble(Double::doubleValue)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  JsonObject toJson() {
    JsonArrayBuilder epochs = Json.createArrayBuilder();
    for (EpochRecord epoch : history) {
      JsonObjectBuilder dice = Json.createObjectBuilder();
      epoch.validationDice().forEach((name, value) -> dice.add(name, number(value)));
      epochs.add(
          Json.createObjectBuilder()
              .add("epoch", epoch.epoch())
              .add("trainingLoss", number(epoch.trainingLoss()))
              .add("validationLoss", number(epoch.validationLoss()))
              .add("validationDice", dice)
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
      JsonObject dice = epoch.getJsonObject("validationDice");
      Map<String, Double> byDataset = new LinkedHashMap<>();
      dice.keySet().forEach(name -> byDataset.put(name, number(dice, name)));
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

  private static JsonValue number(double value) {
    return Double.isFinite(value) ? Json.createValue(value) : JsonValue.NULL;
  }

  private static double number(JsonObject json, String key) {
    return json.isNull(key) ? Double.NaN : json.getJsonNumber(key).doubleValue();
  }
}
