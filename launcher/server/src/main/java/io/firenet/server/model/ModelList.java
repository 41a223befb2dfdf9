package io.firenet.server.model;

import io.firenet.file.FolderListing;
import io.firenet.model.ModelCard;
import io.firenet.model.ModelException;
import io.firenet.runtime.ModelCards;
import io.firenet.server.http.Refusal;
import io.firenet.server.storage.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The models that are served: files that were named, and those in folders, which may change. */
public final class ModelList {

  private static final String ENDING = ".onnx";

  private final List<Path> files;
  private final List<Path> folders;
  private final Map<FileStamp, ServedModel> known = new HashMap<>();

  /**
   * @param files models that were named
   * @param folders folders whose models are served as they come and go
   */
  public ModelList(List<Path> files, List<Path> folders) {
    this.files = List.copyOf(files);
    this.folders = List.copyOf(folders);
  }

  /** Those that are there now, each of a name of its own. */
  public synchronized List<ServedModel> all() throws IOException {
    List<Path> present = new ArrayList<>(files);
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        FolderListing.of(folder).stream()
            .filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
            .forEach(present::add);
      }
    }
    Set<String> names = new HashSet<>();
    List<ServedModel> models = new ArrayList<>();
    Set<FileStamp> stamps = new HashSet<>();
    for (Path file : present) {
      FileStamp stamp = FileStamp.of(file);
      stamps.add(stamp);
      ServedModel model = known.computeIfAbsent(stamp, unseen -> read(file));
      models.add(
          new ServedModel(unique(model.name(), names), model.files(), model.card(), model.fault()));
    }
    known.keySet().retainAll(stamps);
    return models;
  }

  /**
   * One that can be used.
   *
   * @throws Refusal if there is none of that name, or it is damaged
   */
  public ServedModel usable(String name) throws IOException {
    List<ServedModel> all = all();
    ServedModel found =
        all.stream()
            .filter(model -> model.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new Refusal(
                        404,
                        "there is no model '%s'; there are %s"
                            .formatted(name, all.stream().map(ServedModel::name).toList())));
    if (found.fault().isPresent()) {
      throw new Refusal(409, "the model '%s' is damaged: %s".formatted(name, found.fault().get()));
    }
    return found;
  }

  private static String unique(String name, Set<String> taken) {
    String unique = name;
    for (int i = 2; !taken.add(unique); i++) {
      unique = name + "-" + i;
    }
    return unique;
  }

  private static ServedModel read(Path file) {
    String name = file.getFileName().toString();
    name = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    name = name.replaceAll("[^A-Za-z0-9._-]+", "-");
    try {
      ModelCard card = ModelCards.read(file);
      return new ServedModel(name, List.of(file), Optional.of(card), Optional.empty());
    } catch (ModelException e) {
      return new ServedModel(
          name, List.of(file), Optional.empty(), Optional.of(Sentence.of(e, file.getParent())));
    }
  }
}
