package io.firenet.server.image;

import io.firenet.format.ImageFormats;
import io.firenet.server.http.Refusal;
import io.firenet.server.http.Reply;
import io.firenet.server.http.RouteList;
import io.firenet.server.storage.Uploads;
import io.firenet.volume.GridSize;
import io.firenet.volume.Volume;
import io.javalin.http.Context;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /api/images}. */
public final class ImageRoutes {

  private static final Pattern CHANNEL = Pattern.compile("(\\d{1,4})\\.nii\\.gz");

  private final ImageStore images;
  private final Uploads uploads;

  public ImageRoutes(ImageStore images, Uploads uploads) {
    this.images = images;
    this.uploads = uploads;
  }

  public void addTo(RouteList routes) {
    routes.post("/api/images", this::add);
    routes.get("/api/images/{id}", this::show);
    routes.delete("/api/images/{id}", this::remove);
    routes.get("/api/images/{id}/channels/{file}", this::channel);
  }

  private void add(Context ctx) throws IOException {
    try (Uploads.Parts parts = uploads.receive(ctx)) {
      ServedImage image =
          images.add(
              folder -> parts.save("file", folder), Optional.ofNullable(ctx.queryParam("series")));
      Reply.json(ctx, 201, json(image));
    }
  }

  private void show(Context ctx) {
    Reply.json(ctx, 200, json(images.get(ctx.pathParam("id"))));
  }

  private void remove(Context ctx) {
    images.remove(ctx.pathParam("id"));
    ctx.status(204);
  }

  private void channel(Context ctx) throws IOException {
    ServedImage image = images.get(ctx.pathParam("id"));
    Matcher name = CHANNEL.matcher(ctx.pathParam("file"));
    int channel = name.matches() ? Integer.parseInt(name.group(1)) : -1;
    if (channel < 0 || channel >= image.ranges().size()) {
      throw Refusal.unknown("channel", ctx.pathParam("file"));
    }
    Path file = image.room().folder().resolve("channel-%s.nii.gz".formatted(channel));
    synchronized (image) {
      if (!Files.exists(file)) {
        ImageFormats.write(file, channel(images.volume(image), channel));
        image.room().count();
      }
    }
    Reply.file(ctx, file, image.name() + ".nii.gz");
  }

  private static Volume channel(Volume volume, int channel) {
    int voxels = volume.data().length / volume.channels();
    return volume.channels() == 1
        ? volume
        : new Volume(
            volume.geometry(),
            1,
            Arrays.copyOfRange(volume.data(), channel * voxels, (channel + 1) * voxels));
  }

  /** What callers are told of an image. */
  static JsonObject json(ServedImage image) {
    JsonArrayBuilder channels = Json.createArrayBuilder();
    for (int i = 0; i < image.ranges().size(); i++) {
      channels.add(
          Json.createObjectBuilder()
              .add("name", image.channelName(i))
              .add("url", "/api/images/%s/channels/%s.nii.gz".formatted(image.id(), i))
              .add("min", image.ranges().get(i).min())
              .add("max", image.ranges().get(i).max()));
    }
    GridSize size = image.geometry().size();
    double[] spacing = image.geometry().spacingMm();
    JsonObjectBuilder json = Json.createObjectBuilder();
    image.modality().ifPresent(modality -> json.add("modality", modality));
    return json.add("id", image.id())
        .add("name", image.name())
        .add("channels", channels)
        .add(
            "size",
            Json.createArrayBuilder().add(size.width()).add(size.height()).add(size.depth()))
        .add("spacingMm", Json.createArrayBuilder().add(spacing[2]).add(spacing[1]).add(spacing[0]))
        .add("warnings", Json.createArrayBuilder(image.stored().notes()))
        .build();
  }
}
