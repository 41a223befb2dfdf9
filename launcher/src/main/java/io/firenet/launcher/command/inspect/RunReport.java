package io.firenet.launcher.command.inspect;

import io.firenet.core.data.Split;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunFolder;
import io.firenet.core.training.run.RunInfo;
import io.firenet.core.training.run.RunState;
import io.firenet.file.ForeignText;
import io.firenet.launcher.stream.Count;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** What a training run is and how far it has come, read without the training engine. */
final class RunReport {

  private final Path path;
  private final RunFolder folder;
  private final RunInfo info;
  private final RunState state;

  RunReport(Path path) throws IOException {
    this.path = path;
    folder = RunFolder.open(path);
    info = folder.info();
    state = folder.checkpoints().latestState().orElse(RunState.START);
  }

  void print(PrintWriter out) throws IOException {
    out.println(path);
    line(out, "software", "%s", info.software());
    info.origin().ifPresent(origin -> line(out, "begun with", "%s", origin));
    for (RunInfo.Trained dataset : info.datasets()) {
      Split split = folder.split(dataset.name());
      line(
          out,
          "trained on",
          "%s, %s for training, %s for validation%s",
          dataset.name(),
          Count.of(split.training().size(), "case"),
          split.validation().size(),
          split
              .drawn()
              .flatMap(Split.Draw::stratifiedBy)
              .map(", each %s with its share"::formatted)
              .orElse(""));
    }
    line(
        out,
        "training",
        "%s of %s epochs%s, seed %s",
        state.epochs(),
        info.config().epochs(),
        endedByTime()
            ? ", ended by its time limit of %s minutes".formatted(info.config().minutes())
            : "",
        info.config().seed());
    if (state.epochs() > 0) {
      EpochRecord last = state.history().get(state.epochs() - 1);
      line(out, "loss", "%.4f", last.trainingLoss());
      last.validation()
          .forEach(
              (dataset, score) ->
                  line(out, score.metric(), "%s %.4f (validation)", dataset, score.value()));
      line(
          out,
          "weights",
          "%s",
          folder.checkpoints().hasDigests()
              ? "checked against their SHA-256 when they are read"
              : "without a SHA-256, as runs of earlier versions are: damage to them is not noticed");
      line(out, "time", "%.0f s, last epoch at %s", state.seconds(), state.finishedAt());
    }
  }

  /** The results are written after the last epoch, which need not be the last that was planned. */
  private boolean endedByTime() throws IOException {
    return state.epochs() < info.config().epochs()
        && info.config().minutes() > 0
        && folder.hasResults(state);
  }

  private static void line(PrintWriter out, String title, String format, Object... values) {
    String value = ForeignText.line(String.format(Locale.ROOT, format, values));
    out.printf(Locale.ROOT, "  %-12s%s%n", title, value);
  }

  JsonObject toJson() throws IOException {
    JsonArrayBuilder datasets = Json.createArrayBuilder();
    for (RunInfo.Trained dataset : info.datasets()) {
      Split split = folder.split(dataset.name());
      datasets.add(
          Json.createObjectBuilder()
              .add("name", dataset.name())
              .add("training", split.training().size())
              .add("validation", split.validation().size()));
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("software", info.software())
            .add("datasets", datasets)
            .add("epochs", state.epochs())
            .add("planned_epochs", info.config().epochs())
            .add("ended_by_time_limit", endedByTime())
            .add("seed", info.config().seed());
    info.origin().ifPresent(origin -> json.add("from", origin.toString()));
    if (state.epochs() > 0) {
      JsonObjectBuilder scores = Json.createObjectBuilder();
      state
          .history()
          .get(state.epochs() - 1)
          .validation()
          .forEach(
              (dataset, score) ->
                  scores.add(
                      dataset,
                      Json.createObjectBuilder()
                          .add("metric", score.metric())
                          .add("value", number(score.value()))));
      json.add("validation", scores).add("finished_at", state.finishedAt());
    }
    return json.build();
  }

  private static JsonValue number(double value) {
    return Double.isFinite(value) ? Json.createValue(value) : JsonValue.NULL;
  }
}
