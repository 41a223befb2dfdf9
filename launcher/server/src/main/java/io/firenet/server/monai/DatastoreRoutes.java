package io.firenet.server.monai;

import io.firenet.format.ImageFormats;
import io.firenet.model.ModelCard;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.firenet.server.image.Studies.Study;
import io.firenet.server.model.CardJson;
import io.firenet.server.model.ModelList;
import io.firenet.server.model.ServedModel;
import io.firenet.server.monai.Datastore.ModelNames;
import io.firenet.server.storage.TemporaryFolder;
import io.firenet.server.storage.Uploads;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /datastore/}: images and labels. */
final class DatastoreRoutes {

  private final Datastore datastore;
  private final ModelList models;
  private final Uploads uploads;
  private final TemporaryFolder temporary;

  DatastoreRoutes(
      Datastore datastore, ModelList models, Uploads uploads, TemporaryFolder temporary) {
    this.datastore = datastore;
    this.models = models;
    this.uploads = uploads;
    this.temporary = temporary;
  }

  void addTo(RouteList routes) {
    routes.get("/datastore/", this::list);
    routes.put("/datastore/", this::putImage);
    routes.put("/datastore/image", this::putImage);
    routes.get("/datastore/image", this::image, ctx -> datastore.image(required(ctx, "image")));
    routes.get("/datastore/label", this::label, this::labelFile);
    routes.put("/datastore/label", this::putLabel);
  }

  static String required(Context ctx, String name) {
    String value = ctx.queryParam(name);
    if (value == null || value.isBlank()) {
      throw Refusal.wrong("expected ?%s=…".formatted(name));
    }
    return value;
  }

  static JsonObjectBuilder stats(Datastore datastore) throws IOException {
    Map<String, Integer> tags = new TreeMap<>();
    List<Study> images = datastore.images();
    for (Study study : images) {
      datastore.labels(study.id()).keySet().forEach(tag -> tags.merge(tag, 1, Integer::sum));
    }
    JsonObjectBuilder counted = Json.createObjectBuilder();
    tags.forEach(counted::add);
    return Json.createObjectBuilder()
        .add("total", images.size())
        .add("completed", datastore.completed())
        .add("label_tags", counted);
  }

  private void list(Context ctx) throws IOException {
    String output = Optional.ofNullable(ctx.queryParam("output")).orElse("stats");
    switch (output) {
      case "stats" -> Reply.json(ctx, 200, stats(datastore).build());
      case "all" -> Reply.json(ctx, 200, all());
      case "train" -> {
        JsonArrayBuilder pairs = Json.createArrayBuilder();
        for (Study study : datastore.images()) {
          if (datastore.labels(study.id()).containsKey(Datastore.FINAL)) {
            pairs.add(Json.createObjectBuilder().add("image", study.id()).add("label", study.id()));
          }
        }
        Reply.json(ctx, 200, pairs.build());
      }
      default -> throw Refusal.wrong("expected ?output=stats, all or train");
    }
  }

  private JsonObject all() throws IOException {
    JsonObjectBuilder objects = Json.createObjectBuilder();
    for (Study study : datastore.images()) {
      JsonObjectBuilder labels = Json.createObjectBuilder();
      datastore.labels(study.id()).forEach((tag, file) -> labels.add(tag, file(file)));
      objects.add(
          study.id(),
          Json.createObjectBuilder()
              .add("image", file(study.files().get(0)))
              .add("labels", labels));
    }
    return Json.createObjectBuilder()
        .add("name", "FIRENet")
        .add("description", "Images and labels of this server")
        .add("images_dir", ".")
        .add("labels_dir", "labels")
        .add("objects", objects)
        .build();
  }

  private static JsonObjectBuilder file(Path file) {
    String name = file.getFileName().toString();
    return Json.createObjectBuilder()
        .add("info", Json.createObjectBuilder().add("name", name))
        .add("ext", name.substring(ImageFormats.stem(file).length()));
  }

  private void image(Context ctx) throws IOException {
    Study study = datastore.image(required(ctx, "image"));
    if (study.files().size() > 1 || Files.isDirectory(study.files().get(0))) {
      throw Refusal.unusable("the image has several files and cannot be sent as one");
    }
    Reply.file(ctx, study.files().get(0), study.files().get(0).getFileName().toString());
  }

  private void label(Context ctx) throws IOException {
    Path file = labelFile(ctx);
    Reply.file(ctx, file, file.getFileName().toString());
  }

  private Path labelFile(Context ctx) throws IOException {
    String id =
        Optional.ofNullable(ctx.queryParam("label")).orElseGet(() -> required(ctx, "image"));
    Path file = datastore.labels(id).get(required(ctx, "tag"));
    if (file == null) {
      throw new Refusal(404, "the image has no labels of this tag");
    }
    return file;
  }

  private void putImage(Context ctx) throws IOException {
    try (Uploads.Parts parts = uploads.receive(ctx)) {
      Path folder = arrivals();
      try {
        Path file = one(parts.save("file", folder), "file");
        String id =
            Optional.ofNullable(ctx.queryParam("image"))
                .filter(given -> !given.isBlank())
                .orElseGet(() -> ImageFormats.stem(file));
        try {
          ImageFormats.open(file);
        } catch (IOException e) {
          throw Refusal.unusable("the file is no image that can be read");
        }
        String kept = datastore.put(id, file);
        Reply.json(ctx, 200, Json.createObjectBuilder().add("image", kept).build());
      } finally {
        TemporaryFolder.remove(folder);
      }
    }
  }

  private void putLabel(Context ctx) throws IOException {
    String image = required(ctx, "image");
    String tag =
        Optional.ofNullable(ctx.queryParam("tag"))
            .filter(given -> !given.isBlank())
            .orElse(Datastore.FINAL);
    try (Uploads.Parts parts = uploads.receive(ctx)) {
      Path folder = arrivals();
      try {
        Path file = one(parts.save("label", folder), "label");
        JsonObject params = params(parts);
        datastore.putLabels(image, tag, file, params, names(params));
        Reply.json(
            ctx, 200, Json.createObjectBuilder().add("image", image).add("label", image).build());
      } finally {
        TemporaryFolder.remove(folder);
      }
    }
  }

  static JsonObject params(Uploads.Parts parts) throws IOException {
    return Reply.object(parts.text("params").orElse("").getBytes(StandardCharsets.UTF_8));
  }

  /** Those of the model that the viewer has used, or of the only kind there is. */
  private ModelNames names(JsonObject params) throws IOException {
    String name = params.get("model") instanceof JsonString given ? given.getString() : "";
    List<ServedModel> all =
        models.all().stream()
            .filter(
                model ->
                    model.card().filter(c -> CardJson.kind(c).equals("segmentation")).isPresent())
            .toList();
    ModelCard card =
        all.stream()
            .filter(model -> model.name().equals(name) || all.size() == 1)
            .findFirst()
            .flatMap(ServedModel::card)
            .orElse(null);
    if (card != null) {
      return ModelNames.of(card.labels(), card.channels());
    }
    Map<Integer, String> known = datastore.dataset().map(DatasetLabels::names).orElse(Map.of());
    if (known.isEmpty()) {
      throw Refusal.unusable(
          "nothing says what the labels mean: name a segmentation model in \"params\"");
    }
    return new ModelNames(known, List.of());
  }

  private static Path one(List<Path> files, String part) {
    if (files.size() != 1) {
      throw Refusal.wrong("expected one file in the part '%s'".formatted(part));
    }
    return files.get(0);
  }

  private Path arrivals() throws IOException {
    return Files.createTempDirectory(temporary.uploads(), "datastore-");
  }
}
