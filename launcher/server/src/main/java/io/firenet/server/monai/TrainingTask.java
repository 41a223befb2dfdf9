package io.firenet.server.monai;

import io.firenet.server.training.TrainingStarter;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
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
 * One training, and the export that follows. It is told of as MONAI Label's server tells of its
 * own.
 */
final class TrainingTask {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingTask.class);
  private static final int TAIL_LINES = 20;
  private static final int PATIENCE_SECONDS = 5;

  /** As MONAI Label's server tells times. */
  private static final DateTimeFormatter TOLD =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  final String id = UUID.randomUUID().toString();
  final Instant startedAt = Instant.now();
  final String model;
  final String run;
  final Path log;
  private Process process;
  private boolean exported;
  private boolean failed;
  private boolean stopped;
  private @Nullable Instant endedAt;

  TrainingTask(String model, String run, Path log, Process process) {
    this.model = model;
    this.run = run;
    this.log = log;
    this.process = process;
  }

  synchronized boolean isRunning() {
    return process.isAlive() || (!exported && !stopped && process.exitValue() == 0);
  }

  synchronized String status() {
    if (stopped) {
      return "STOPPED";
    }
    return isRunning() ? "RUNNING" : exitCode() == 0 ? "DONE" : "ERROR";
  }

  synchronized int exitCode() {
    return failed ? 1 : process.exitValue();
  }

  /** Goes on with the export, unless the training has failed or was stopped. */
  synchronized void export(TrainingStarter starter, Path folder, Path file) {
    if (stopped || process.exitValue() != 0) {
      end();
      return;
    }
    try {
      process = starter.export(folder, file, log);
      var unused = process.onExit().thenRun(this::end);
    } catch (IOException e) {
      LOG.warn("the model of a training could not be made: {}", e.getClass().getSimpleName());
      failed = true;
      end();
    }
    exported = true;
  }

  private synchronized void end() {
    if (endedAt == null) {
      endedAt = Instant.now();
    }
  }

  synchronized Optional<Instant> endedAt() {
    if (!isRunning()) {
      end();
    }
    return Optional.ofNullable(endedAt);
  }

  /** Tells it to end, which leaves its last complete epoch. */
  synchronized Process stop() {
    stopped = true;
    process.destroy();
    return process;
  }

  /** Waits until it has been stopped; what does not end by itself is ended. */
  void awaitEnd() throws InterruptedException {
    Process stopping = stop();
    if (!stopping.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      boolean unused = stopping.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    end();
  }

  /** What clients are told of it. */
  synchronized JsonObject describe() throws IOException {
    byte[] told = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
    List<String> lines = new String(told, StandardCharsets.UTF_8).lines().toList();
    JsonArrayBuilder details =
        Json.createArrayBuilder(
            lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    if (lines.isEmpty()) {
      details.add("nothing was told yet"); // 3D Slicer's client asks for the last line
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", id)
            .add("model", model)
            .add("run", run)
            .add("status", status())
            .add("request", Json.createObjectBuilder().add("model", model))
            .add("start_ts", TOLD.format(startedAt))
            .add("details", details);
    endedAt().ifPresent(time -> json.add("end_ts", TOLD.format(time)));
    if (!isRunning()) {
      json.add("exit_code", exitCode());
    }
    return json.build();
  }
}
