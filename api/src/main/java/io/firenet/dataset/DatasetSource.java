package io.firenet.dataset;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a dataset is to be read from.
 *
 * @param folder the folder the user named, absent for a dataset that needs none
 * @param options further settings of this dataset, by name
 */
public record DatasetSource(Optional<Path> folder, Map<String, String> options) {

  public DatasetSource {
    options = Map.copyOf(options);
  }

  /** A folder and no options. */
  public static DatasetSource of(Path folder) {
    return new DatasetSource(Optional.of(folder), Map.of());
  }

  /** No folder and no options. */
  public static DatasetSource none() {
    return new DatasetSource(Optional.empty(), Map.of());
  }
}
