package io.firenet.server.monai;

import io.firenet.server.http.Refusal;
import io.firenet.server.training.RunList;
import io.firenet.server.training.TrainingStarter;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The training of the datastore's labelled images: one at a time, in a process of its own. What it
 * has trained becomes a model of the datastore, which the server offers.
 */
public final class TrainingTasks implements AutoCloseable {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int USUAL_EPOCHS = 50;
  private static final int MOST_EPOCHS = 10_000;

  /** Where the models are, in a datastore's folder. */
  private static final String MODELS = "models";

  private final Datastore datastore;
  private final RunList runs;
  private final Optional<TrainingStarter> starter;
  private final List<TrainingTask> tasks = new ArrayList<>();

  TrainingTasks(Datastore datastore, RunList runs, Optional<TrainingStarter> starter) {
    this.datastore = datastore;
    this.runs = runs;
    this.starter = starter;
  }

  /** Where the models of a datastore's trainings are. */
  public static Path models(Path datastore) {
    return datastore.resolve(MODELS);
  }

  /** What the dataset is called as a dataset of {@code train}. */
  private String name() {
    String folder = String.valueOf(datastore.folder().toAbsolutePath().normalize().getFileName());
    String name =
        folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return name.isEmpty() ? "labels" : name;
  }

  JsonObjectBuilder trainers() {
    JsonObjectBuilder trainers = Json.createObjectBuilder();
    if (starter.isPresent()) {
      trainers.add(
          name(),
          Json.createObjectBuilder()
              .add("description", "Trains the default network on the images with final labels")
              .add("config", Json.createObjectBuilder().add("max_epochs", USUAL_EPOCHS)));
    }
    return trainers;
  }

  /** How far the training is. */
  synchronized JsonObjectBuilder stats() {
    JsonObjectBuilder stats = Json.createObjectBuilder();
    TrainingTask current = last();
    if (current != null) {
      JsonObject run = runs.summary(current.run);
      JsonObjectBuilder one =
          Json.createObjectBuilder()
              .add("epoch", run.getInt("epoch", 0))
              .add("total_epochs", run.getInt("epochs", 1))
              .add("best_metric", runs.bestScore(current.run));
      if (!current.isRunning()) {
        one.add("total_time", "done");
      }
      stats.add(current.model, one);
    }
    return stats;
  }

  /** Starts one. */
  synchronized JsonObject start(String model, JsonObject params) throws IOException {
    if (starter.isEmpty() || !model.equals(name())) {
      throw new Refusal(
          404,
          "there is no training '%s'; there is %s"
              .formatted(model, starter.isEmpty() ? "none" : name()));
    }
    TrainingTask earlier = last();
    if (earlier != null && earlier.isRunning()) {
      throw new Refusal(429, "a training runs already; stop it first", 60);
    }
    if (datastore.completed() == 0) {
      throw new Refusal(409, "no image has final labels yet; label some first");
    }
    Path run = unused(Files.createDirectories(datastore.folder().resolve("runs")), model);
    Path log = log(run);
    Path file =
        Files.createDirectories(models(datastore.folder())).resolve(run.getFileName() + ".onnx");
    Process process = starter.get().train(datastore.folder(), model, run, epochs(params), log);
    TrainingTask started = new TrainingTask(model, runs.add(run), log, process);
    var unused = process.onExit().thenRun(() -> started.export(starter.get(), run, file));
    tasks.add(started);
    return started.describe();
  }

  /** A run's folder that is not there; one may have been stopped within this second. */
  private static Path unused(Path folder, String model) {
    String name = "%s-%s".formatted(model, STAMP.format(Instant.now()));
    Path run = folder.resolve(name);
    for (int i = 2; Files.exists(run) || Files.exists(log(run)); i++) {
      run = folder.resolve("%s-%s".formatted(name, i));
    }
    return run;
  }

  private static Path log(Path run) {
    return run.resolveSibling(run.getFileName() + ".log");
  }

  private static int epochs(JsonObject params) {
    if (params.get("max_epochs") instanceof JsonNumber number) {
      int epochs = number.intValue();
      if (epochs < 1 || epochs > MOST_EPOCHS) {
        throw Refusal.wrong("expected \"max_epochs\" from 1 to %s".formatted(MOST_EPOCHS));
      }
      return epochs;
    }
    return USUAL_EPOCHS;
  }

  /** The training that was started last; empty if there is none, or none that still runs. */
  synchronized Optional<JsonObject> status(boolean running) throws IOException {
    TrainingTask task = last();
    return task == null || (running && !task.isRunning())
        ? Optional.empty()
        : Optional.of(task.describe());
  }

  /** Every training that was started, in that order. */
  synchronized JsonArray all() throws IOException {
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (TrainingTask each : tasks) {
      all.add(each.describe());
    }
    return all.build();
  }

  private @Nullable TrainingTask last() {
    return tasks.isEmpty() ? null : tasks.get(tasks.size() - 1);
  }

  /** Ends the one that runs; its last complete epoch stays. Empty if none does. */
  synchronized Optional<JsonObject> stop() throws IOException, InterruptedException {
    TrainingTask task = last();
    if (task == null || !task.isRunning()) {
      return Optional.empty();
    }
    task.awaitEnd();
    return Optional.of(task.describe());
  }

  @Override
  public synchronized void close() {
    TrainingTask task = last();
    if (task != null && task.isRunning()) {
      var unused = task.stop();
    }
  }
}
