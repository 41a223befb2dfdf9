package io.firenet.server.image;

import io.firenet.format.ChannelFiles;
import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.format.ImageSource;
import io.firenet.format.StoredImage;
import io.firenet.server.http.Refusal;
import io.firenet.server.storage.Sentence;
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
   * @throws Refusal if they cannot be used
   */
  StoredImage open() {
    try {
      return files.size() == 1
          ? ImageFormats.open(new ImageSource(files.get(0), series))
          : ChannelFiles.open(files);
    } catch (IOException e) {
      throw Refusal.unusable(Sentence.of(e, folder));
    }
  }

  /** What the image may be called. */
  String name() {
    Path first = files.get(0);
    return Files.isDirectory(first) ? "series" : ImageFormats.stem(first);
  }
}
