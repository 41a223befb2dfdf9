package io.firenet.layout;

import io.firenet.dataset.Region;
import io.firenet.folder.DatasetFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of the labels in a folder of label maps.
 *
 * @param names of the values in the files, from 0 on
 * @param regions which count instead of the labels, of values that have names; empty if there are
 *     none
 */
public record ListedLabels(Map<Integer, String> names, List<Region> regions) {

  /** Nothing is known. */
  public static final ListedLabels NONE = new ListedLabels(Map.of(), List.of());

  /**
   * Copies them.
   *
   * @param names of the values in the files, from 0 on
   * @param regions which count instead of the labels; empty if there are none
   */
  public ListedLabels {
    names = Collections.unmodifiableMap(new TreeMap<>(names));
    regions = List.copyOf(regions);
  }

  /**
   * Names of the labels 0, 1, 2, …
   *
   * @param names in their order
   * @return labels without regions
   */
  public static ListedLabels named(List<String> names) {
    Map<Integer, String> byValue = new TreeMap<>();
    names.forEach(name -> byValue.put(byValue.size(), name));
    return new ListedLabels(byValue, List.of());
  }

  /**
   * Those of a {@code dataset.json} in the folder itself or else in the one above, as the Decathlon
   * and nnU-Net write it.
   *
   * @param folder of label maps, such as {@code labelsTr}
   * @return {@link #NONE} if there is no such file or it names no labels
   * @throws IOException if the file is no JSON, or its {@code "labels"} are none; the message names
   *     it
   */
  public static ListedLabels beside(Path folder) throws IOException {
    Path own = folder.toAbsolutePath().normalize();
    List<Path> places = new ArrayList<>(List.of(own));
    if (own.getParent() != null) {
      places.add(own.getParent());
    }
    for (Path place : places) {
      DatasetFolder listed = new DatasetFolder(place);
      var json = listed.json().filter(found -> found.containsKey("labels"));
      if (json.isPresent()) {
        NnunetLabels labels = NnunetLabels.of(listed.listing(), json.get());
        Map<Integer, String> names = new TreeMap<>(labels.names());
        names.keySet().removeIf(value -> value < 0);
        return new ListedLabels(names, labels.regions());
      }
    }
    return NONE;
  }
}
