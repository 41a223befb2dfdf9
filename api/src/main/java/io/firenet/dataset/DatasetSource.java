package io.firenet.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a dataset is to be read from.
 *
 * @param folder the folder the user named, absent for a dataset that needs none
 * @param options further settings of this dataset, by name
 */
public record DatasetSource(Optional<Path> folder, Map<String, String> options) {

  /**
   * The option that every dataset has without knowing of it: the name of the decoder head that
   * learns it in place of its own.
   */
  public static final String DECODER = "decoder";

  /**
   * Keeps copies of what could change.
   *
   * @param folder the folder the user named, absent for a dataset that needs none
   * @param options further settings of this dataset, by name
   */
  public DatasetSource {
    options = Map.copyOf(options);
  }

  /**
   * {@return the same source without an option}
   *
   * @param option its name; one that is not there changes nothing
   */
  public DatasetSource without(String option) {
    Map<String, String> others = new HashMap<>(options);
    others.remove(option);
    return new DatasetSource(folder, others);
  }

  /**
   * {@return the same source with one more option}
   *
   * @param option its name, as the user types it before the {@code =}
   * @param value replaces the option's value if there is one
   */
  public DatasetSource with(String option, String value) {
    Map<String, String> more = new HashMap<>(options);
    more.put(option, value);
    return new DatasetSource(folder, more);
  }

  /**
   * {@return a folder and no options}
   *
   * @param folder where the images are
   */
  public static DatasetSource of(Path folder) {
    return new DatasetSource(Optional.of(folder), Map.of());
  }

  /** {@return no folder and no options} */
  public static DatasetSource none() {
    return new DatasetSource(Optional.empty(), Map.of());
  }
}
