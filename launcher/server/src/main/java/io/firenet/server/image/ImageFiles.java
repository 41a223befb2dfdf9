package io.firenet.server.image;

import io.firenet.format.ChannelFiles;
import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormatProvider;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSeries;
import io.firenet.format.ImageSource;
import io.firenet.format.StoredImage;
import io.firenet.server.http.Refusal;
import io.firenet.server.storage.Sentence;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files of one image.
 *
 * @param files one file or folder, or a file for each channel in their order
 * @param series which of several images that are there
 * @param folder what faults leave out of the files' names
 */
record ImageFiles(List<Path> files, Optional<String> series, Path folder) {

  ImageFiles {
    files = List.copyOf(files);
  }

  /**
   * The one image that a folder of uploaded files is: a file, a series of slices, or a file for
   * each channel.
   *
   * @param order the files in the order of their channels
   * @throws Refusal if it is none, or several
   */
  static ImageFiles in(Path folder, List<Path> order, Optional<String> series) throws IOException {
    if (ImageFormats.isImage(folder)) {
      return new ImageFiles(List.of(folder), series, folder);
    }
    ImageFolder found = ImageFolder.list(folder);
    if (found.images().isEmpty()) {
      throw Refusal.unusable(
          "expected an image, %s; found none of these".formatted(ImageFormats.readable()));
    }
    List<Path> images = new ArrayList<>(found.images());
    images.sort(Comparator.comparingInt(order::indexOf));
    return new ImageFiles(images, series, folder);
  }

  /**
   * Reads the headers.
   *
   * @throws Refusal if they cannot be used; of several series it tells which there are
   */
  StoredImage open() {
    try {
      return files.size() == 1
          ? ImageFormats.open(new ImageSource(files.get(0), series))
          : ChannelFiles.open(files);
    } catch (IOException e) {
      List<ImageSeries> all = allSeries();
      if (series.isEmpty() && all.size() > 1) {
        throw Refusal.unusable(
            "the upload holds %s series; say which with ?series=UID".formatted(all.size()),
            describe(all));
      }
      throw Refusal.unusable(Sentence.of(e, folder));
    }
  }

  /** The series that are there, if the format has any. */
  private List<ImageSeries> allSeries() {
    try {
      Optional<ImageFormatProvider> format = ImageFormats.find(files.get(0));
      return files.size() == 1 && format.isPresent() && format.get().holdsSeries()
          ? format.get().series(files.get(0))
          : List.of();
    } catch (IOException e) {
      return List.of(); // said by whoever opens it
    }
  }

  private static JsonObject describe(List<ImageSeries> all) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (ImageSeries each : all) {
      list.add(
          Json.createObjectBuilder()
              .add("uid", each.id())
              .add("number", each.number())
              .add("description", each.description())
              .add("modality", each.modality())
              .add("slices", each.slices())
              .add("size", Json.createArrayBuilder().add(each.columns()).add(each.rows())));
    }
    return Json.createObjectBuilder().add("series", list).build();
  }

  /** How the image was acquired, such as {@code CT}, where the format tells. */
  Optional<String> modality() {
    List<ImageSeries> all = allSeries();
    return all.stream()
        .filter(each -> all.size() == 1 || series.filter(each.id()::equals).isPresent())
        .map(ImageSeries::modality)
        .filter(modality -> !modality.isBlank())
        .findFirst();
  }

  /** What a channel may be called: by its file, if it has one of its own. */
  String channelName(int channel) {
    return files.size() > 1 && channel < files.size()
        ? ImageFormats.stem(files.get(channel))
        : "channel %s".formatted(channel);
  }

  /** What the image may be called. */
  String name() {
    Path first = files.get(0);
    return Files.isDirectory(first) ? "series" : ImageFormats.stem(first);
  }
}
