package io.firenet.server.monai;

import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;

/** {@code /train/}. */
final class TrainRoutes {

  private final TrainingTasks tasks;

  TrainRoutes(TrainingTasks tasks) {
    this.tasks = tasks;
  }

  void addTo(RouteList routes) {
    routes.get("/train/", this::status);
    routes.post("/train/", this::startAll);
    routes.post(
        "/train/{model}",
        ctx -> Reply.json(ctx, 200, tasks.start(ctx.pathParam("model"), Reply.body(ctx))));
    routes.delete("/train/", this::stop);
  }

  private void status(Context ctx) throws IOException {
    boolean running = "true".equals(ctx.queryParam("check_if_running"));
    JsonObject one =
        tasks
            .status(running)
            .orElseThrow(() -> new Refusal(404, running ? "no training runs" : "none was started"));
    boolean all = !running && "true".equals(ctx.queryParam("all"));
    Reply.json(ctx, 200, all ? tasks.all() : one);
  }

  /** As MONAI Label's server: of nothing that runs it tells nothing, and that is no fault. */
  private void stop(Context ctx) throws IOException, InterruptedException {
    JsonValue stopped = tasks.stop().map(JsonValue.class::cast).orElse(JsonValue.NULL);
    ctx.contentType("application/json").result(stopped.toString());
  }

  private void startAll(Context ctx) throws IOException {
    JsonObject params = Reply.body(ctx);
    JsonObjectBuilder all = Json.createObjectBuilder();
    for (String model : tasks.trainers().build().keySet()) {
      JsonObject own = params.get(model) instanceof JsonObject given ? given : params;
      all.add(model, Json.createObjectBuilder().add("result", tasks.start(model, own)));
    }
    Reply.json(ctx, 200, all.build());
  }
}
