package io.firenet.launcher.project;

import io.firenet.core.io.OutputException;
import io.firenet.core.plugin.PluginException;
import io.firenet.file.FolderRemoval;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Maven project of a plugin that compiles and passes its tests as it is.
 *
 * @param kind what the plugin brings
 * @param name of the dataset, head or network, of the Maven artefact and, in another spelling, of
 *     the class
 * @param values of a dataset's descriptor; of others only the title counts
 */
public record PluginProject(ProjectKind kind, String name, DatasetValues values) {

  private static final String GROUP = "io/firenet";

  /** Lines of a template that are for kinds whose tests train. */
  private static final Pattern TRAINING =
      Pattern.compile("(?s) *<!-- training -->\\R(.*?) *<!-- /training -->\\R");

  /**
   * @throws IllegalArgumentException if no class can be named like that
   */
  public PluginProject {
    if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "a plugin's name is lower case letters and digits with dashes and begins with a letter,"
              + " such as hip-bones, got '%s'".formatted(name));
    }
  }

  /** The file that an author fills in, from the project's folder. */
  public Path toFillIn() {
    return Path.of(fill(kind.templates().get(0).path()));
  }

  /**
   * Writes the project, all of it or nothing.
   *
   * @param folder where to; must not exist
   * @param repository Maven repository with FIRENet's artefacts, of which the project gets a copy
   * @throws PluginException if the repository is not complete
   * @throws OutputException if the folder exists or cannot be written
   */
  public void write(Path folder, Path repository) throws OutputException {
    for (String artifact : kind.artifacts()) {
      if (!Files.isDirectory(repository.resolve(GROUP).resolve(artifact))) {
        throw new PluginException(
            "%s: expected a Maven repository with what plugins are compiled against, it lacks %s;"
                    .formatted(repository, artifact)
                + " build the distribution with mvn package");
      }
    }
    Path target = folder.toAbsolutePath().normalize();
    Path draft =
        target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid());
    OutputException.writing(
        folder,
        () -> {
          if (Files.exists(target)) {
            throw new FileAlreadyExistsException(
                folder.toString(), null, "exists already; name another folder with --out");
          }
          try {
            writeFiles(draft);
            copyArtifacts(repository, draft.resolve("repository"));
            Files.move(draft, target);
          } finally {
            FolderRemoval.delete(draft);
          }
        });
  }

  private void writeFiles(Path draft) throws IOException {
    for (ProjectKind.Template template : kind.templates()) {
      Path file = draft.resolve(fill(template.path()));
      Files.createDirectories(file.getParent());
      Files.writeString(file, fill(read(template.resource())));
    }
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = PluginProject.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("the program lacks its resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String fill(String template) {
    String filled =
        TRAINING
            .matcher(template)
            .replaceAll(kind.trains() ? "$1" : "")
            .replace("__KIND__", kind.noun())
            .replace("__NAME__", name)
            .replace("__CLASS__", kind.className(name));
    for (Map.Entry<String, String> value : values.placeholders().entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return filled;
  }

  private void copyArtifacts(Path repository, Path copy) throws IOException {
    for (String artifact : kind.artifacts()) {
      Path from = repository.resolve(GROUP).resolve(artifact);
      try (Stream<Path> versions = Files.list(from)) {
        for (Path version : versions.filter(Files::isDirectory).toList()) {
          ArtifactCopy.copy(version, copy.resolve(repository.relativize(version)));
        }
      }
    }
  }
}
