package io.firenet.server.image;

import io.firenet.format.ImageFolder;
import io.firenet.format.ImageFormats;
import io.firenet.layout.InputImage;
import io.firenet.server.http.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The images in a folder of studies: directly in it, of a dataset in its folders {@code imagesTr}
 * and {@code imagesTs}, and what viewers have sent. Nothing else of it can be reached.
 */
public final class Studies {

  /** Where images lie that viewers have sent. */
  public static final String SENT = "sent";

  private static final List<String> IMAGE_FOLDERS = List.of("imagesTr", "imagesTs", SENT);

  /** More than any model takes: files with nnU-Net's names for channels are one image. */
  private static final int MOST_CHANNELS = 64;

  private final Optional<Path> folder;

  /**
   * An image.
   *
   * @param id its name, unique among them
   * @param files one, or one for each channel
   */
  public record Study(String id, List<Path> files) {
    public Study {
      files = List.copyOf(files);
    }
  }

  public Studies(Optional<Path> folder) {
    this.folder = folder;
  }

  /** The folder, if there is one. */
  public Optional<Path> folder() {
    return folder;
  }

  /** Every image that is there now, by name. */
  public List<Study> all() throws IOException {
    Map<String, Study> all = new LinkedHashMap<>();
    if (folder.isPresent() && Files.isDirectory(folder.get())) {
      list(folder.get(), all);
      for (String name : IMAGE_FOLDERS) {
        if (Files.isDirectory(folder.get().resolve(name))) {
          list(folder.get().resolve(name), all);
        }
      }
    }
    return List.copyOf(all.values());
  }

  private static void list(Path folder, Map<String, Study> all) throws IOException {
    for (InputImage image : InputImage.of(ImageFolder.list(folder).images(), MOST_CHANNELS)) {
      String id = ImageFormats.stem(image.name());
      all.putIfAbsent(id, new Study(id, image.files().stream().filter(Files::exists).toList()));
    }
  }

  /**
   * An image by its name.
   *
   * @throws Refusal if there is none
   */
  public Study get(String id) throws IOException {
    return all().stream()
        .filter(study -> study.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Refusal.unknown("study", id));
  }
}
