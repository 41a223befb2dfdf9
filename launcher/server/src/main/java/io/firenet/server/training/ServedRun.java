package io.firenet.server.training;

import io.firenet.core.training.run.LockHolder;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunLock;
import io.firenet.core.training.run.RunState;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A training run as its folder tells it, at each look anew; see {@link RunFolder}.
 *
 * @param name what callers call it
 * @param folder the run's folder, which may still be empty
 */
record ServedRun(String name, Path folder) {

  /** What can be said of a run. */
  enum State {
    /** Nothing has been written yet. */
    WAITING,
    /** A process works on it. */
    TRAINING,
    /** It was ended before its last epoch, or before the results of that. */
    STOPPED,
    /** Its process has ended without leaving word, or shows no life. */
    INTERRUPTED,
    /** Its last epoch is done. */
    DONE,
    /** Its last attempt ended with an error. */
    FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  State state() {
    Optional<LockHolder> holder = holder();
    if (holder.isPresent()) {
      return holder.get().staleness().isEmpty() ? State.TRAINING : State.INTERRUPTED;
    }
    if (Files.isRegularFile(folder.resolve("failure.json"))) {
      return State.FAILED;
    }
    if (!Files.isRegularFile(folder.resolve("run.json"))) {
      return State.WAITING;
    }
    return hasResults() ? State.DONE : State.STOPPED;
  }

  /** Whether they are of the last epoch, not of an end from which the run has gone on. */
  private boolean hasResults() {
    return RunFile.read(folder.resolve("results.json"))
        .map(results -> RunFile.number(results, "epoch") == epochs().size())
        .orElse(false);
  }

  private Optional<LockHolder> holder() {
    try {
      return RunLock.holder(RunFolder.lockFile(folder));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What was written of every epoch. */
  List<JsonObject> epochs() {
    return RunFile.read(folder.resolve("progress.json"))
        .map(json -> RunFile.objects(json, "history"))
        .orElse(List.of());
  }

  /** The mean of an epoch's validation scores. */
  static double score(JsonObject epoch) {
    return RunFile.object(epoch, "validation").values().stream()
        .filter(JsonObject.class::isInstance)
        .mapToDouble(one -> RunFile.number(one.asJsonObject(), "value"))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  private JsonObject info() {
    return RunFile.read(folder.resolve("run.json")).orElse(JsonValue.EMPTY_JSON_OBJECT);
  }

  /** Where it is within an epoch, while it trains. */
  private Optional<JsonObject> live() {
    return RunFile.read(folder.resolve("live.json"));
  }

  /** What a list of runs shows. */
  JsonObjectBuilder summary() {
    State state = state();
    JsonObject info = info();
    JsonObject config = RunFile.object(info, "config");
    List<JsonObject> epochs = epochs();
    JsonArrayBuilder datasets = Json.createArrayBuilder();
    RunFile.objects(info, "datasets")
        .forEach(one -> datasets.add(RunFile.text(RunFile.object(one, "descriptor"), "name")));
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("name", name)
            .add("state", state.word())
            .add("network", RunFile.text(RunFile.object(config, "network"), "name"))
            .add("datasets", datasets)
            .add("epoch", epochs.size());
    double planned = RunFile.number(config, "epochs");
    if (Double.isFinite(planned)) {
      json.add("epochs", (long) planned);
    }
    if (!epochs.isEmpty()) {
      json.add("device", RunFile.text(epochs.get(epochs.size() - 1), "compute"));
    }
    double left = secondsLeft(config, epochs);
    if (state == State.TRAINING && Double.isFinite(left)) {
      json.add("secondsLeft", left);
    }
    if (state == State.TRAINING) {
      live().ifPresent(now -> addLive(json, now));
    }
    return json;
  }

  private static void addLive(JsonObjectBuilder json, JsonObject now) {
    json.add(
        "step",
        Json.createObjectBuilder()
            .add("epoch", now.getOrDefault("epoch", JsonValue.NULL))
            .add("number", now.getOrDefault("step", JsonValue.NULL))
            .add("of", now.getOrDefault("steps", JsonValue.NULL))
            .add("phase", now.getOrDefault("phase", JsonValue.NULL))
            .add("dataset", now.getOrDefault("dataset", JsonValue.NULL)));
    json.add(
        "memory",
        Json.createObjectBuilder()
            .add("residentBytes", now.getOrDefault("residentBytes", JsonValue.NULL))
            .add("plannedBytes", now.getOrDefault("plannedBytes", JsonValue.NULL)));
  }

  private static double secondsLeft(JsonObject config, List<JsonObject> epochs) {
    return RunState.secondsLeft(
        epochs.stream().map(epoch -> RunFile.number(epoch, "seconds")).toList(),
        RunFile.number(config, "epochs"),
        RunFile.number(config, "minutes"));
  }

  /** All there is to show. */
  JsonObject detail() {
    JsonObjectBuilder json = summary();
    JsonObject info = info();
    JsonArrayBuilder epochs = Json.createArrayBuilder();
    epochs().forEach(epochs::add);
    json.add("plannedEpochs", RunFile.object(info, "config").getOrDefault("epochs", JsonValue.NULL))
        .add("settings", RunFile.object(info, "config"))
        .add("software", RunFile.text(info, "software"))
        .add("epochs", epochs);
    RunFile.read(folder.resolve("results.json")).ifPresent(results -> json.add("results", results));
    live()
        .filter(now -> now.get("plan") != null)
        .ifPresent(now -> json.add("plan", now.get("plan")));
    WorstCase.of(folder).ifPresent(worst -> json.add("overlay", worst.json()));
    json.add("log", Json.createArrayBuilder(RunLog.tail(folder)));
    return json.build();
  }
}
