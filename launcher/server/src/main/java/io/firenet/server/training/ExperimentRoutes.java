package io.firenet.server.training;

import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentFolder;
import io.firenet.core.experiment.RunStatus;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.firenet.server.storage.Sentence;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code /api/experiments}. */
public final class ExperimentRoutes {

  /** The report beside the runs, and its tables and figures. */
  private static final Pattern REPORT =
      Pattern.compile("report\\.(html|md)|report/(tables|figures)/[\\w.-]+\\.(csv|png|svg)");

  /** Its page has styles of its own and no scripts. */
  private static final String REPORT_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox allow-popups";

  private final Map<String, Path> folders = new LinkedHashMap<>();

  public ExperimentRoutes(List<Path> experiments) {
    for (Path each : experiments) {
      Path folder = each.toAbsolutePath().normalize();
      String name = String.valueOf(folder.getFileName()).replaceAll("[^A-Za-z0-9._-]+", "-");
      String unique = name;
      for (int i = 2; folders.containsKey(unique); i++) {
        unique = name + "-" + i;
      }
      folders.put(unique, folder);
    }
  }

  public void addTo(RouteList routes) {
    routes.get("/api/experiments", this::list);
    routes.get("/api/experiments/{name}", this::show);
    routes.get("/api/experiments/{name}/report/<file>", this::report);
  }

  private void list(Context ctx) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    folders.forEach((name, folder) -> list.add(describe(name, folder)));
    Reply.json(ctx, 200, list.build());
  }

  private void show(Context ctx) {
    String name = ctx.pathParam("name");
    Reply.json(ctx, 200, describe(name, folder(name)).build());
  }

  private Path folder(String name) {
    Path folder = folders.get(name);
    if (folder == null) {
      throw Refusal.unknown("experiment", name);
    }
    return folder;
  }

  private static JsonObjectBuilder describe(String name, Path folder) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("name", name);
    try {
      ExperimentFolder experiment = ExperimentFolder.open(folder);
      Experiment what = experiment.experiment();
      List<RunStatus> status = experiment.status();
      JsonArrayBuilder runs = Json.createArrayBuilder();
      status.forEach(run -> runs.add(describe(run)));
      json.add("title", what.kind().name().toLowerCase(Locale.ROOT))
          .add("startedAt", what.startedAt())
          .add("state", state(status))
          .add("runs", runs);
      if (Files.isRegularFile(folder.resolve("report.html"))) {
        json.add("report", "/api/experiments/%s/report/report.html".formatted(name));
      }
    } catch (IOException e) {
      json.add("title", name)
          .add("state", "unreadable")
          .add("error", Sentence.of(e, folder))
          .add("runs", Json.createArrayBuilder());
    }
    return json;
  }

  private static String state(List<RunStatus> runs) {
    for (RunStatus.State state : List.of(RunStatus.State.RUNNING, RunStatus.State.FAILED)) {
      if (runs.stream().anyMatch(run -> run.state() == state)) {
        return state.name().toLowerCase(Locale.ROOT);
      }
    }
    boolean done = runs.stream().allMatch(run -> run.state() == RunStatus.State.DONE);
    return done ? "done" : "interrupted";
  }

  private static JsonObjectBuilder describe(RunStatus status) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("name", status.run().id())
            .add("method", status.run().method())
            .add("dataset", String.join(", ", status.run().datasets()))
            .add("fold", status.run().fold())
            .add("state", status.state().name().toLowerCase(Locale.ROOT))
            .add("epoch", status.epochsDone())
            .add("epochs", status.epochs())
            .add("detail", status.detail());
    if (Double.isFinite(status.score())) {
      json.add("dice", status.score());
    }
    return json;
  }

  private void report(Context ctx) throws IOException {
    Path folder = folder(ctx.pathParam("name"));
    String name = ctx.pathParam("file");
    Path file = folder.resolve(name);
    if (!REPORT.matcher(name).matches() || !Files.isRegularFile(file)) {
      throw new Refusal(404, "the report has no such file; 'firenet experiment report' writes it");
    }
    ctx.header("Content-Security-Policy", REPORT_POLICY);
    ctx.contentType(Reply.type(name)).result(Files.newInputStream(file));
  }
}
