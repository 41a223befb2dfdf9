package io.firenet.server.monai;

import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.firenet.server.image.Studies.Study;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** {@code /activelearning/}: which image to label next. */
final class SampleRoutes {

  private static final Map<String, String> STRATEGIES =
      Map.of("first", "The first image without final labels", "random", "Any image without them");

  private final Datastore datastore;

  SampleRoutes(Datastore datastore) {
    this.datastore = datastore;
  }

  static JsonObjectBuilder strategies() {
    JsonObjectBuilder strategies = Json.createObjectBuilder();
    STRATEGIES.forEach(
        (name, description) ->
            strategies.add(
                name,
                Json.createObjectBuilder()
                    .add("description", description)
                    .add("config", Json.createObjectBuilder())));
    return strategies;
  }

  void addTo(RouteList routes) {
    routes.post("/activelearning/{strategy}", this::next);
  }

  private void next(Context ctx) throws IOException {
    String strategy = ctx.pathParam("strategy");
    if (!STRATEGIES.containsKey(strategy)) {
      throw new Refusal(
          404, "there is no strategy '%s'; there are %s".formatted(strategy, STRATEGIES.keySet()));
    }
    Set<String> labelled =
        datastore.dataset().map(dataset -> dataset.files().keySet()).orElse(Set.of());
    List<Study> left = new ArrayList<>(datastore.images());
    left.removeIf(study -> labelled.contains(study.id()));
    if (left.isEmpty()) {
      Reply.json(ctx, 200, JsonValue.EMPTY_JSON_OBJECT);
      return;
    }
    int index = strategy.equals("random") ? ThreadLocalRandom.current().nextInt(left.size()) : 0;
    Study study = left.get(index);
    JsonObject sample =
        Json.createObjectBuilder()
            .add("id", study.id())
            .add("name", study.files().get(0).getFileName().toString())
            .add("weight", 1)
            .build();
    Reply.json(ctx, 200, sample);
  }
}
