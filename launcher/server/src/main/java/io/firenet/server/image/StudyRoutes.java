package io.firenet.server.image;

import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;

/** {@code /api/studies}. */
public final class StudyRoutes {

  private final Studies studies;
  private final ImageStore images;

  public StudyRoutes(Studies studies, ImageStore images) {
    this.studies = studies;
    this.images = images;
  }

  public void addTo(RouteList routes) {
    routes.get("/api/studies", this::list);
    routes.post("/api/studies/{id}/open", this::open);
  }

  private void list(Context ctx) throws IOException {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Studies.Study study : studies.all()) {
      list.add(Json.createObjectBuilder().add("id", study.id()).add("name", study.id()));
    }
    Reply.json(ctx, 200, list.build());
  }

  private void open(Context ctx) throws IOException {
    Studies.Study study = studies.get(ctx.pathParam("id"));
    Reply.json(ctx, 201, ImageRoutes.json(images.add(study.id(), study.files())));
  }
}
