package io.firenet.server.training;

import io.firenet.server.http.EventStream;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code /api/runs}. */
public final class RunRoutes {

  private final RunList runs;
  private final EventStream events;

  public RunRoutes(RunList runs, EventStream events) {
    this.runs = runs;
    this.events = events;
  }

  public void addTo(RouteList routes) {
    routes.get("/api/runs", this::list);
    routes.get("/api/runs/{name}", ctx -> Reply.json(ctx, 200, run(ctx).detail()));
    routes.get("/api/runs/{name}/events", this::follow);
    routes.get("/api/runs/{name}/overlay.png", this::overlay);
    routes.get("/api/runs/{name}/log", this::log);
  }

  private ServedRun run(Context ctx) {
    return runs.get(ctx.pathParam("name"));
  }

  private void list(Context ctx) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    runs.all().forEach(run -> list.add(run.summary()));
    Reply.json(ctx, 200, list.build());
  }

  private void follow(Context ctx) throws IOException, InterruptedException {
    events.send(ctx, new RunEvents(run(ctx))::next);
  }

  private void overlay(Context ctx) throws IOException {
    Path picture =
        WorstCase.of(run(ctx).folder())
            .map(WorstCase::picture)
            .orElseThrow(() -> new Refusal(404, "the run has drawn no validation case yet"));
    ctx.contentType("image/png").result(Files.newInputStream(picture));
  }

  private void log(Context ctx) {
    ctx.contentType("text/plain; charset=utf-8")
        .result(String.join("\n", RunLog.tail(run(ctx).folder())) + "\n");
  }
}
