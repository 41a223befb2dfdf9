package io.firenet.launcher.command.inspect;

import io.firenet.file.ForeignText;
import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSeries;
import io.firenet.format.ImageSource;
import io.firenet.format.Segment;
import io.firenet.format.StoredImage;
import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What the header of an image says, and which images there are where a source holds several. */
final class ImageReport {

  private static final String[] TOWARDS = {"R", "A", "S"};
  private static final String[] AWAY = {"L", "P", "I"};

  private final ImageSource source;
  private final String format;
  private final List<ImageSeries> series;
  private final Optional<StoredImage> image;

  private ImageReport(
      ImageSource source, String format, List<ImageSeries> series, Optional<StoredImage> image) {
    this.source = source;
    this.format = format;
    this.series = series;
    this.image = image;
  }

  /**
   * Reads headers. Of several series, of which none is named, there is a list and no grid.
   *
   * @throws IOException if there is no image, or its header cannot be used
   */
  static ImageReport of(ImageSource source) throws IOException {
    Optional<ImageFormatProvider> format = ImageFormats.find(source.path());
    List<ImageSeries> series = format.isPresent() ? format.get().series(source.path()) : List.of();
    boolean one = series.size() < 2 || source.series().isPresent();
    return new ImageReport(
        source,
        format.map(ImageFormatProvider::name).orElse(""),
        series,
        one ? Optional.of(ImageFormats.open(source)) : Optional.empty());
  }

  /** All of it. */
  void print(PrintWriter out) {
    out.println(ForeignText.line(source.toString()));
    line(out, "format", format);
    if (image.isPresent()) {
      StoredImage one = image.get();
      line(out, "size", size(one.geometry()) + " voxels");
      line(out, "spacing", spacing(one.geometry()) + " mm");
      line(out, "axes", "to " + axes(one.geometry().voxelToWorld()));
      line(out, "channels", String.valueOf(one.channels()));
      for (Segment segment : one.segments()) {
        line(out, "segment", segment.label() + " " + segment.name());
      }
      one.notes().forEach(note -> line(out, "note", note));
    }
    series.forEach(each -> line(out, "series", each.toString()));
    if (image.isEmpty()) {
      line(out, "note", "name a series with --series UID, number or part of the description");
    }
  }

  private static void line(PrintWriter out, String title, String value) {
    out.printf(Locale.ROOT, "  %-12s%s%n", title, ForeignText.line(value));
  }

  /** The image in a line. */
  String line() {
    String what =
        image
            .map(StoredImage::geometry)
            .map(
                grid ->
                    "%s voxels of %s mm, to %s"
                        .formatted(size(grid), spacing(grid), axes(grid.voxelToWorld())))
            .orElseGet(() -> series.size() + " series");
    return "%s: %s, %s".formatted(source, format, what);
  }

  JsonObject toJson() {
    JsonObjectBuilder json =
        Json.createObjectBuilder().add("image", source.path().toString()).add("format", format);
    image.ifPresent(one -> describe(one, json));
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (ImageSeries each : series) {
      all.add(
          Json.createObjectBuilder()
              .add("uid", each.id())
              .add("number", each.number())
              .add("description", each.description())
              .add("modality", each.modality())
              .add("columns", each.columns())
              .add("rows", each.rows())
              .add("slices", each.slices()));
    }
    return json.add("series", all).build();
  }

  private static void describe(StoredImage one, JsonObjectBuilder json) {
    ImageGeometry grid = one.geometry();
    JsonArrayBuilder affine = Json.createArrayBuilder();
    for (int row = 0; row < 3; row++) {
      JsonArrayBuilder values = Json.createArrayBuilder();
      for (int column = 0; column < 4; column++) {
        values.add(grid.voxelToWorld().get(row, column));
      }
      affine.add(values);
    }
    JsonArrayBuilder segments = Json.createArrayBuilder();
    for (Segment each : one.segments()) {
      segments.add(Json.createObjectBuilder().add("label", each.label()).add("name", each.name()));
    }
    GridSize size = grid.size();
    JsonArrayBuilder spacing = Json.createArrayBuilder();
    spacingMm(grid).forEach(spacing::add);
    json.add(
            "size",
            Json.createArrayBuilder().add(size.width()).add(size.height()).add(size.depth()))
        .add("spacing_mm", spacing)
        .add("axes", axes(grid.voxelToWorld()))
        .add("affine", affine)
        .add("channels", one.channels())
        .add("segments", segments)
        .add("notes", Json.createArrayBuilder(one.notes()));
  }

  /** Along the file's axes, the fastest first. */
  private static String size(ImageGeometry grid) {
    GridSize size = grid.size();
    return "%s×%s×%s".formatted(size.width(), size.height(), size.depth());
  }

  private static String spacing(ImageGeometry grid) {
    return spacingMm(grid)
        .mapToObj(mm -> String.valueOf((float) mm))
        .collect(Collectors.joining("×"));
  }

  private static DoubleStream spacingMm(ImageGeometry grid) {
    return IntStream.range(0, 3).mapToDouble(grid.voxelToWorld()::columnNorm);
  }

  /**
   * Where each axis leads mostly, as nibabel names it: {@code RAS} for right, anterior, superior.
   */
  private static String axes(Affine toWorld) {
    return IntStream.range(0, 3)
        .mapToObj(axis -> towards(toWorld, axis))
        .collect(Collectors.joining());
  }

  private static String towards(Affine toWorld, int axis) {
    int most = 0;
    for (int row = 1; row < 3; row++) {
      if (Math.abs(toWorld.get(row, axis)) > Math.abs(toWorld.get(most, axis))) {
        most = row;
      }
    }
    return toWorld.get(most, axis) < 0 ? AWAY[most] : TOWARDS[most];
  }
}
