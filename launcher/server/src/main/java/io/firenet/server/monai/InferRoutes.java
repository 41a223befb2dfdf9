package io.firenet.server.monai;

import io.firenet.format.ImageFormats;
import io.firenet.runtime.Prediction;
import io.firenet.server.http.Caller;
import io.firenet.server.http.ClientWatch;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.firenet.server.image.ImageStore;
import io.firenet.server.image.ServedImage;
import io.firenet.server.image.Studies.Study;
import io.firenet.server.job.Applied;
import io.firenet.server.job.ModelPass;
import io.firenet.server.model.ModelList;
import io.firenet.server.model.ServedModel;
import io.firenet.server.queue.PassQueue;
import io.firenet.server.queue.WatchedPass;
import io.firenet.server.storage.TemporaryFolder;
import io.firenet.server.storage.Uploads;
import io.firenet.volume.LabelMap;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code /infer/} and {@code /session/}: a model applied to an image while the viewer waits. */
final class InferRoutes {

  private final ModelList models;
  private final Datastore datastore;
  private final ImageStore images;
  private final ModelPass pass;
  private final PassQueue queue;
  private final Uploads uploads;
  private final TemporaryFolder temporary;

  InferRoutes(
      ModelList models,
      Datastore datastore,
      ImageStore images,
      ModelPass pass,
      PassQueue queue,
      Uploads uploads,
      TemporaryFolder temporary) {
    this.models = models;
    this.datastore = datastore;
    this.images = images;
    this.pass = pass;
    this.queue = queue;
    this.uploads = uploads;
    this.temporary = temporary;
  }

  void addTo(RouteList routes) {
    routes.post("/infer/{model}", this::infer);
    routes.put("/session/", this::openSession);
    routes.get("/session/{id}", this::session);
    routes.delete("/session/{id}", this::closeSession);
  }

  private void infer(Context ctx) throws IOException, InterruptedException {
    String output = Optional.ofNullable(ctx.queryParam("output")).orElse("all");
    if (!List.of("all", "image", "json").contains(output)) {
      throw Refusal.wrong("expected ?output=all, image or json; DICOM SEG is not given here");
    }
    ServedModel model = models.usable(ctx.pathParam("model"));
    try (Uploads.Parts parts = uploads.receive(ctx)) {
      JsonObject params = DatastoreRoutes.params(parts);
      boolean ofSession = ctx.queryParam("session_id") != null;
      ServedImage image = image(ctx, parts);
      try {
        String caller = Caller.of(ctx, text(params, "client_id"));
        long begun = System.nanoTime();
        Applied applied =
            WatchedPass.run(
                queue,
                caller,
                ClientWatch.of(ctx),
                ticket ->
                    pass.apply(
                        model.files(),
                        false,
                        image.stored(),
                        images.volume(image),
                        ticket,
                        part -> {}));
        JsonObject told = params(applied, (System.nanoTime() - begun) / 1e9);
        if (applied.labels().isEmpty() || output.equals("json")) {
          Reply.json(ctx, 200, told);
          return;
        }
        answer(ctx, output, told, applied, image, ending(params));
        if (params.get("save_label") == JsonValue.TRUE && ctx.queryParam("image") != null) {
          datastore.keepOriginal(ctx.queryParam("image"), applied.labels().get());
        }
      } finally {
        if (!ofSession) {
          images.remove(image.id());
        }
      }
    }
  }

  private ServedImage image(Context ctx, Uploads.Parts parts) throws IOException {
    String session = ctx.queryParam("session_id");
    if (session != null && !session.isBlank()) {
      return images.get(session);
    }
    if (parts.hasFile("file")) {
      return images.add(folder -> parts.save("file", folder), Optional.empty());
    }
    Study study = datastore.image(DatastoreRoutes.required(ctx, "image"));
    return images.add(study.id(), study.files());
  }

  /** In which format the viewer wants labels: what it says, or NIfTI. */
  private static String ending(JsonObject params) {
    String ending = text(params, "result_extension").orElse(".nii.gz");
    if (!ImageFormats.writtenEndings().contains(ending)) {
      throw Refusal.wrong(
          "labels are written as %s, not as '%s'".formatted(ImageFormats.writtenEndings(), ending));
    }
    return ending;
  }

  private static Optional<String> text(JsonObject params, String key) {
    return params.get(key) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  private void answer(
      Context ctx,
      String output,
      JsonObject told,
      Applied applied,
      ServedImage image,
      String ending)
      throws IOException {
    Path folder = Files.createTempDirectory(temporary.uploads(), "infer-");
    try {
      Path file = folder.resolve("labels" + ending);
      try {
        ImageFormats.write(file, applied.labels().orElseThrow(), applied.details());
      } catch (IllegalArgumentException e) {
        throw Refusal.unusable("labels of this image cannot be written as " + ending);
      }
      String name = image.name().replaceAll("[^A-Za-z0-9._-]", "_") + ending;
      if (output.equals("image")) {
        Reply.file(ctx, file, name);
      } else {
        MultipartReply.send(ctx, told, file, name);
      }
    } finally {
      TemporaryFolder.remove(folder); // what goes out is read already, or open
    }
  }

  /** What is told beside the labels: those that are there, as viewers name segments by them. */
  private static JsonObject params(Applied applied, double seconds) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    if (applied.labels().isPresent()) {
      json.add("label_names", present(applied, applied.labels().get()));
    }
    if (applied.prediction().orElse(null) instanceof Prediction.Classification found) {
      JsonObjectBuilder classes = Json.createObjectBuilder();
      for (int i = 0; i < found.probabilities().size(); i++) {
        classes.add(applied.card().labels().get(i), found.probabilities().get(i));
      }
      json.add("prediction", classes);
    } else if (applied.prediction().orElse(null) instanceof Prediction.Regression measured) {
      JsonObjectBuilder values = Json.createObjectBuilder();
      for (int i = 0; i < measured.values().size(); i++) {
        values.add(applied.card().outputNames().get(i), measured.values().get(i));
      }
      json.add("prediction", values);
    }
    JsonArrayBuilder warnings = Json.createArrayBuilder(applied.warnings());
    return json.add("latencies", Json.createObjectBuilder().add("total", seconds))
        .add("warnings", warnings)
        .build();
  }

  private static JsonObjectBuilder present(Applied applied, LabelMap labels) {
    boolean[] seen = new boolean[applied.card().labels().size()];
    for (short label : labels.data()) {
      seen[label] = true;
    }
    JsonObjectBuilder names = Json.createObjectBuilder();
    for (int value = 1; value < seen.length; value++) {
      if (seen[value]) {
        names.add(applied.card().labels().get(value), value);
      }
    }
    return names;
  }

  private void openSession(Context ctx) throws IOException {
    try (Uploads.Parts parts = uploads.receive(ctx)) {
      ServedImage image = images.add(folder -> parts.save("files", folder), Optional.empty());
      Reply.json(
          ctx,
          200,
          Json.createObjectBuilder()
              .add("session_id", image.id())
              .add("session_info", describe(image))
              .build());
    }
  }

  private static JsonObjectBuilder describe(ServedImage image) {
    return Json.createObjectBuilder().add("name", image.name());
  }

  private void session(Context ctx) {
    Reply.json(ctx, 200, describe(images.get(ctx.pathParam("id"))).build());
  }

  private void closeSession(Context ctx) {
    ServedImage image = images.get(ctx.pathParam("id"));
    images.remove(image.id());
    Reply.json(ctx, 200, describe(image).build());
  }
}
