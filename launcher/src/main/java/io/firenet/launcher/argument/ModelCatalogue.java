package io.firenet.launcher.argument;

import io.firenet.file.FolderListing;
import io.firenet.model.ModelException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * Models that are called by name: the {@code .onnx} files of the folders that {@code --models} and
 * the variable {@code FIRENET_MODELS} name and of the distribution's own. Of two that share a name
 * the first is meant.
 */
@OptionGroup("Models")
public final class ModelCatalogue {

  /** What a help text says about a model's argument. */
  public static final String DESCRIPTION =
      "An exported model, an .onnx file, or the name of one that 'firenet models' lists.";

  private static final String ENVIRONMENT = "FIRENET_MODELS";
  private static final String ENDING = ".onnx";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "A folder of models to call by name. May be repeated; those that the environment variable"
              + " FIRENET_MODELS names, separated as in PATH, and those that came with firenet"
              + " follow.")
  private List<Path> folders = new ArrayList<>();

  /** The folders that the option names. */
  public List<Path> named() {
    return List.copyOf(folders);
  }

  /**
   * Every model by its name.
   *
   * @throws IOException if a folder cannot be listed
   */
  public Map<String, Path> models() throws IOException {
    Map<String, Path> models = new LinkedHashMap<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new ModelException(folder + ": there is no such folder of models");
      }
    }
    for (Path folder : search()) {
      FolderListing.of(folder).stream()
          .filter(ModelCatalogue::isModel)
          .forEach(file -> models.putIfAbsent(name(file), file));
    }
    return models;
  }

  /**
   * The files of models that are named, or are files themselves.
   *
   * @throws ModelException if one is neither; the message lists the names
   * @throws IOException if a folder cannot be listed
   */
  public List<Path> find(Collection<Path> named) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path each : named) {
      found.add(find(each));
    }
    return found;
  }

  /** Does the same for one. */
  public Path find(Path named) throws IOException {
    String name = named.toString();
    if (named.getNameCount() > 1 || name.contains(".") || Files.exists(named)) {
      return named;
    }
    Map<String, Path> models = models();
    return Optional.ofNullable(models.get(name))
        .orElseThrow(
            () ->
                new ModelException(
                    "%s: there is no such file, and no model of that name; %s"
                        .formatted(
                            named,
                            models.isEmpty()
                                ? "name a folder of models with --models DIR"
                                : "there are " + String.join(", ", models.keySet()))));
  }

  private List<Path> search() {
    List<Path> all = new ArrayList<>(folders);
    String environment = System.getenv(ENVIRONMENT);
    if (environment != null) {
      Stream.of(environment.split(File.pathSeparator))
          .filter(folder -> !folder.isBlank())
          .map(Path::of)
          .forEach(all::add);
    }
    Optional.ofNullable(System.getProperty(PluginFolders.HOME_PROPERTY))
        .map(home -> Path.of(home, "models"))
        .ifPresent(all::add);
    return all.stream().filter(Files::isDirectory).distinct().toList();
  }

  private static boolean isModel(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDING) && !name.startsWith(".") && Files.isRegularFile(file);
  }

  private static String name(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }
}
