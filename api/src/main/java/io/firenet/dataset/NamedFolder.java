package io.firenet.dataset;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder that a source names.
 *
 * @param path the folder, absolute
 * @param ownLabels whether the option {@code labels=folder} asks for the folder's own labels
 */
record NamedFolder(Path path, boolean ownLabels) {

  private static final Map<String, String> OWN_LABELS = Map.of("labels", "folder");

  static NamedFolder of(DatasetSource source, DatasetDescriptor descriptor)
      throws InvalidDatasetException {
    String name = descriptor.name();
    boolean own = source.options().equals(OWN_LABELS);
    if (!own && !source.options().isEmpty()) {
      throw new InvalidDatasetException(
          "dataset '%s' has the option labels=folder, got %s".formatted(name, source.options()));
    }
    Path folder =
        source
            .folder()
            .orElseThrow(
                () ->
                    new InvalidDatasetException(
                        "dataset '%s' needs a folder; name it as %s=DIR".formatted(name, name)));
    return new NamedFolder(folder.toAbsolutePath().normalize(), own);
  }
}
