package io.firenet.server;

import io.firenet.format.ImageFormats;
import io.firenet.server.http.Access;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.firenet.server.model.LoadedModels;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What the server is, and the page's session. */
final class ServerRoutes {

  private static final String NOTICE =
      "For research. Not a medical device: results must not be used for diagnosis or treatment.";

  private final ServerOptions options;
  private final Access access;
  private final LoadedModels models;

  ServerRoutes(ServerOptions options, Access access, LoadedModels models) {
    this.options = options;
    this.access = access;
    this.models = models;
  }

  void addTo(RouteList routes) {
    routes.get("/api/server", this::show);
    routes.post("/api/session", access::openSession);
    routes.delete("/api/session", access::closeSession);
    routes.get("/openapi.json", ServerRoutes::describe);
  }

  private static void describe(Context ctx) throws IOException {
    try (InputStream in = ServerRoutes.class.getResourceAsStream("openapi.json")) {
      ctx.contentType("application/json").result(Objects.requireNonNull(in).readAllBytes());
    }
  }

  private void show(Context ctx) {
    ServerOptions.Content content = options.content();
    Reply.json(
        ctx,
        200,
        Json.createObjectBuilder()
            .add("name", "FIRENet")
            .add("version", options.software())
            .add("device", options.inference().device().name().toLowerCase(Locale.ROOT))
            .add("needsToken", access.needsToken())
            .add("notice", NOTICE)
            .add(
                "limits",
                Json.createObjectBuilder()
                    .add("uploadBytes", options.limits().uploadBytes())
                    .add("queue", options.limits().queue())
                    .add("keepSeconds", options.limits().keep().toSeconds()))
            .add("formats", formats(ImageFormats.writtenEndings()))
            .add("readableFormats", formats(ImageFormats.endings()))
            .add("modelsLoaded", models.count())
            .add("hasStudies", content.studies().isPresent())
            .add("hasRuns", !content.runs().isEmpty())
            .add("hasExperiments", !content.experiments().isEmpty())
            .build());
  }

  private static JsonArrayBuilder formats(List<String> endings) {
    return Json.createArrayBuilder(endings.stream().map(ending -> ending.substring(1)).toList());
  }
}
