package io.firenet.server.monai;

import io.firenet.model.ModelCard;
import io.firenet.server.http.Access;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.firenet.server.model.CardJson;
import io.firenet.server.model.ModelList;
import io.firenet.server.model.ServedModel;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** {@code /info/} and {@code /auth/}, with which a viewer begins. */
final class InfoRoutes {

  private final String software;
  private final ModelList models;
  private final Datastore datastore;
  private final TrainingTasks tasks;
  private final Access access;

  InfoRoutes(
      String software, ModelList models, Datastore datastore, TrainingTasks tasks, Access access) {
    this.software = software;
    this.models = models;
    this.datastore = datastore;
    this.tasks = tasks;
    this.access = access;
  }

  void addTo(RouteList routes) {
    routes.get("/info/", this::info);
    routes.get("/auth/", this::needsPassword);
    routes.post("/auth/token", this::login);
    routes.get("/auth/token/valid", this::isValid);
  }

  private void info(Context ctx) throws IOException {
    JsonObjectBuilder described = Json.createObjectBuilder();
    Set<String> labels = new LinkedHashSet<>();
    for (ServedModel model : models.all()) {
      model
          .card()
          .ifPresent(
              card -> {
                described.add(model.name(), describe(card));
                card.labels().stream().skip(1).forEach(labels::add);
              });
    }
    Reply.json(
        ctx,
        200,
        Json.createObjectBuilder()
            .add("name", "FIRENet")
            .add("description", "Models of FIRENet. Not a medical device.")
            .add("version", software)
            .add("labels", Json.createArrayBuilder(labels))
            .add("models", described)
            .add("trainers", tasks.trainers())
            .add("strategies", SampleRoutes.strategies())
            .add("scoring", Json.createObjectBuilder())
            .add("train_stats", tasks.stats())
            .add("config", Json.createObjectBuilder()) // viewers refuse one that is not empty
            .add("datastore", DatastoreRoutes.stats(datastore))
            .build());
  }

  private static JsonObjectBuilder describe(ModelCard card) {
    JsonObjectBuilder labels = Json.createObjectBuilder();
    for (int value = 1; value < card.labels().size(); value++) {
      labels.add(card.labels().get(value), value);
    }
    JsonArrayBuilder channels = Json.createArrayBuilder(card.channels());
    return Json.createObjectBuilder()
        .add("type", CardJson.kind(card))
        .add("labels", labels)
        .add("dimension", 3)
        .add("channels", channels)
        .add("description", "%s, by %s".formatted(card.title(), card.network()))
        .add("config", Json.createObjectBuilder());
  }

  private void needsPassword(Context ctx) {
    Reply.json(ctx, 200, Json.createObjectBuilder().add("enabled", access.needsToken()).build());
  }

  /** The token is the password, whatever the name. */
  private void login(Context ctx) {
    String password = ctx.formParam("password");
    if (!access.needsToken()) {
      Reply.json(
          ctx,
          200,
          Json.createObjectBuilder().addNull("access_token").addNull("token_type").build());
    } else if (password != null && access.isToken(password)) {
      Reply.json(
          ctx,
          200,
          Json.createObjectBuilder()
              .add("access_token", password)
              .add("token_type", "bearer")
              .build());
    } else {
      throw new Refusal(401, "the password is the server's token; this is another");
    }
  }

  private void isValid(Context ctx) {
    access.checkToken(ctx);
    Reply.json(ctx, 200, Json.createObjectBuilder().add("username", "firenet").build());
  }
}
