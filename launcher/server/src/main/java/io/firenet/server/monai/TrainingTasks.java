package io.firenet.server.monai;

import io.firenet.server.http.Refusal;
import io.firenet.server.training.RunList;
import io.firenet.server.training.TrainingStarter;
import jakarta.json.Json;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of the datastore's labelled images: one at a time, in a process of its own. What it
 * has trained becomes a model of the datastore, which the server offers.
 */
public final class TrainingTasks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingTasks.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int USUAL_EPOCHS = 50;
  private static final int MOST_EPOCHS = 10_000;
  private static final int TAIL_LINES = 20;

  /** Where the models are, in a datastore's folder. */
  private static final String MODELS = "models";

  private final Datastore datastore;
  private final RunList runs;
  private final Optional<TrainingStarter> starter;
  private @Nullable Task task;

  /** One training, and the export that follows. */
  private static final class Task {

    final String id = UUID.randomUUID().toString();
    final Instant startedAt = Instant.now();
    final String model;
    final String run;
    final Path log;
    private Process process;
    private boolean exported;
    private boolean failed;

    Task(String model, String run, Path log, Process process) {
      this.model = model;
      this.run = run;
      this.log = log;
      this.process = process;
    }

    synchronized boolean isRunning() {
      return process.isAlive() || (!exported && process.exitValue() == 0);
    }

    synchronized String status() {
      return isRunning() ? "RUNNING" : exitCode() == 0 ? "DONE" : "ERROR";
    }

    synchronized int exitCode() {
      return failed ? 1 : process.exitValue();
    }

    /** Goes on with the export, unless the training has failed or was stopped. */
    synchronized void export(TrainingStarter starter, Path folder, Path file) {
      if (process.exitValue() != 0) {
        return;
      }
      try {
        process = starter.export(folder, file, log);
      } catch (IOException e) {
        LOG.warn("the model of a training could not be made: {}", e.getClass().getSimpleName());
        failed = true;
      }
      exported = true;
    }

    synchronized Process process() {
      return process;
    }
  }

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
    Task current = task;
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
    if (task != null && task.isRunning()) {
      throw new Refusal(429, "a training runs already; stop it first", 60);
    }
    if (datastore.completed() == 0) {
      throw new Refusal(409, "no image has final labels yet; label some first");
    }
    Path run =
        Files.createDirectories(datastore.folder().resolve("runs"))
            .resolve("%s-%s".formatted(model, STAMP.format(Instant.now())));
    Path log = run.resolveSibling(run.getFileName() + ".log");
    Path file =
        Files.createDirectories(models(datastore.folder())).resolve(run.getFileName() + ".onnx");
    Process process = starter.get().train(datastore.folder(), model, run, epochs(params), log);
    Task started = new Task(model, runs.add(run), log, process);
    var unused = process.onExit().thenRun(() -> started.export(starter.get(), run, file));
    task = started;
    return describe(started);
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
    return task == null || (running && !task.isRunning())
        ? Optional.empty()
        : Optional.of(describe(task));
  }

  /** Ends it; its last complete epoch stays. */
  synchronized JsonObject stop() throws IOException, InterruptedException {
    if (task == null) {
      throw new Refusal(404, "no training was started");
    }
    task.process().destroy();
    boolean unused = task.process().waitFor(2, TimeUnit.SECONDS);
    return describe(task);
  }

  private static JsonObject describe(Task task) throws IOException {
    JsonArrayBuilder details = Json.createArrayBuilder();
    if (Files.exists(task.log)) {
      List<String> lines = Files.readAllLines(task.log);
      lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).forEach(details::add);
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", task.id)
            .add("model", task.model)
            .add("run", task.run)
            .add("status", task.status())
            .add("start_ts", task.startedAt.toString())
            .add("details", details);
    if (!task.isRunning()) {
      json.add("exit_code", task.exitCode());
    }
    return json.build();
  }

  @Override
  public synchronized void close() {
    if (task != null) {
      task.process().destroy();
    }
  }
}
