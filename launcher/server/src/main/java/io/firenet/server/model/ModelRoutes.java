package io.firenet.server.model;

import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;

/** {@code /api/models}. */
public final class ModelRoutes {

  private final ModelList models;
  private final LoadedModels loaded;

  public ModelRoutes(ModelList models, LoadedModels loaded) {
    this.models = models;
    this.loaded = loaded;
  }

  public void addTo(RouteList routes) {
    routes.get("/api/models", this::list);
  }

  private void list(Context ctx) throws IOException {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (ServedModel model : models.all()) {
      list.add(CardJson.of(model, model.files().stream().anyMatch(loaded::isLoaded)));
    }
    Reply.json(ctx, 200, list.build());
  }
}
