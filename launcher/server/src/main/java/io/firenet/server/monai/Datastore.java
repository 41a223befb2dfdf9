package io.firenet.server.monai;

import io.firenet.dataset.Naming;
import io.firenet.format.ImageFormats;
import io.firenet.server.http.FileName;
import io.firenet.server.http.Refusal;
import io.firenet.server.image.Studies;
import io.firenet.server.image.Studies.Study;
import io.firenet.server.storage.MemoryGate;
import io.firenet.server.storage.Room;
import io.firenet.volume.LabelMap;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images that viewers work on, and their labels. Labels with the tag {@value #FINAL} are those
 * of the folder as a dataset, which {@code train} reads; others lie under {@code labels/TAG}.
 */
final class Datastore {

  /** Labels that somebody has approved. */
  static final String FINAL = "final";

  /** Labels as a model has drawn them. */
  static final String ORIGINAL = "original";

  private final Path folder;
  private final Studies studies;
  private final MemoryGate memory;
  private final @Nullable Room room;

  /**
   * @param room that counts the folder's bytes, if it is a temporary one
   */
  Datastore(Path folder, MemoryGate memory, @Nullable Room room) {
    this.folder = folder;
    this.studies = new Studies(Optional.of(folder));
    this.memory = memory;
    this.room = room;
  }

  Path folder() {
    return folder;
  }

  List<Study> images() throws IOException {
    return studies.all();
  }

  Study image(String id) throws IOException {
    return studies.get(fileId(id));
  }

  /** The id under which a file is kept: the client's, or one that can be a file's name. */
  static String fileId(String id) {
    String safe = FileName.safe(id);
    try {
      Naming.caseId(safe);
    } catch (IllegalArgumentException e) {
      throw Refusal.wrong("an image's name must be usable as a file name");
    }
    return safe.equals(id) ? id : "%s-%s".formatted(safe, Integer.toHexString(id.hashCode()));
  }

  private static String checkTag(String tag) {
    if (!tag.matches("[A-Za-z0-9_-]{1,40}") || tag.equals("replaced")) {
      throw Refusal.wrong("a tag is up to 40 letters and digits, got '%s'".formatted(tag));
    }
    return tag;
  }

  /** Keeps an image that a viewer has sent; replaces one that was sent before. */
  synchronized String put(String id, Path file) throws IOException {
    String kept = fileId(id);
    String name = file.getFileName().toString();
    String ending = name.substring(ImageFormats.stem(file).length());
    if (ending.isEmpty()) {
      throw Refusal.unusable("the file's name must end like an image's");
    }
    Path sent = Files.createDirectories(folder.resolve(Studies.SENT));
    boolean other =
        studies.all().stream()
            .anyMatch(study -> study.id().equals(kept) && !study.files().get(0).startsWith(sent));
    if (other) {
      throw new Refusal(
          409, "there is another image of the name '%s'; give yours another name".formatted(kept));
    }
    try (Stream<Path> before = Files.list(sent)) {
      for (Path each : before.filter(each -> ImageFormats.stem(each).equals(kept)).toList()) {
        Files.delete(each);
      }
    }
    Files.move(file, sent.resolve(kept + ending), StandardCopyOption.REPLACE_EXISTING);
    count();
    return kept;
  }

  /** The label maps of an image by their tags. */
  Map<String, Path> labels(String id) throws IOException {
    Map<String, Path> labels = new TreeMap<>();
    String kept = fileId(id);
    dataset().map(dataset -> dataset.files().get(kept)).ifPresent(file -> labels.put(FINAL, file));
    Path tags = folder.resolve("labels");
    if (Files.isDirectory(tags)) {
      try (Stream<Path> all = Files.list(tags)) {
        for (Path tag : all.filter(Files::isDirectory).toList()) {
          Path file = tag.resolve(kept + ".nii.gz");
          if (Files.isRegularFile(file)) {
            labels.putIfAbsent(tag.getFileName().toString(), file);
          }
        }
      }
    }
    return labels;
  }

  /** The folder as a dataset, if it is one. */
  Optional<DatasetLabels> dataset() throws IOException {
    return DatasetLabels.of(folder);
  }

  /** How many images have final labels. */
  int completed() throws IOException {
    Map<String, Path> files = dataset().map(DatasetLabels::files).orElse(Map.of());
    return (int) images().stream().filter(study -> files.containsKey(study.id())).count();
  }

  /**
   * Keeps the labels of an image.
   *
   * @param file what a viewer has sent
   * @param params the request's, which may say what the values mean
   * @param model labels and channels of a folder that is no dataset yet
   */
  synchronized void putLabels(String id, String tag, Path file, JsonObject params, ModelNames model)
      throws IOException {
    Study study = image(id);
    Map<Integer, String> names = dataset().map(DatasetLabels::names).orElseGet(model::labels);
    LabelMap labels = SentLabels.read(file, study, params, names, memory);
    if (tag.equals(FINAL)) {
      new DatasetWriting(folder).add(study, labels, model.channels(), names);
    } else {
      Path tagged = Files.createDirectories(folder.resolve("labels").resolve(checkTag(tag)));
      ImageFormats.write(tagged.resolve(study.id() + ".nii.gz"), labels);
    }
    count();
  }

  /** Keeps what a model has drawn. */
  synchronized void keepOriginal(String id, LabelMap labels) throws IOException {
    Study study = image(id);
    Path tagged = Files.createDirectories(folder.resolve("labels").resolve(ORIGINAL));
    ImageFormats.write(tagged.resolve(study.id() + ".nii.gz"), labels);
    count();
  }

  private void count() throws IOException {
    if (room != null) {
      room.count();
    }
  }

  /**
   * What a model calls its labels and channels.
   *
   * @param labels by value
   */
  record ModelNames(Map<Integer, String> labels, List<String> channels) {

    static ModelNames of(List<String> labels, List<String> channels) {
      Map<Integer, String> byValue = new LinkedHashMap<>();
      for (int value = 0; value < labels.size(); value++) {
        byValue.put(value, labels.get(value));
      }
      return new ModelNames(byValue, channels);
    }
  }
}
