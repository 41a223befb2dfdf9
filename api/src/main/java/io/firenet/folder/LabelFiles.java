package io.firenet.folder;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the labels of a case are. */
public sealed interface LabelFiles {

  /** {@return every file} */
  List<Path> files();

  /**
   * One label map.
   *
   * @param file holds the values that the folder declares
   */
  record OneMap(Path file) implements LabelFiles {
    @Override
    public List<Path> files() {
      return List.of(file);
    }
  }

  /**
   * A mask for each label: a label map whose voxels other than 0 have the label.
   *
   * @param folder where they are, for messages
   * @param byValue the masks that there are, by the value that the layout gives the label
   */
  record Masks(Path folder, Map<Integer, Path> byValue) implements LabelFiles {

    /**
     * Keeps copies of what could change.
     *
     * @param folder where they are, for messages
     * @param byValue the masks that there are, by the value that the layout gives the label
     */
    public Masks {
      byValue = Collections.unmodifiableMap(new TreeMap<>(byValue));
    }

    @Override
    public List<Path> files() {
      return List.copyOf(byValue.values());
    }
  }
}
