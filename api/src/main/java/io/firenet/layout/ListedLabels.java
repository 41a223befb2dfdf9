package io.firenet.layout;

import io.firenet.dataset.DatasetFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names of labels in the {@code dataset.json} that lies beside a folder of label maps. */
public final class ListedLabels {

  private ListedLabels() {}

  /**
   * Those of a {@code dataset.json} in the folder itself or else in the one above, as the Decathlon
   * and nnU-Net write it.
   *
   * @param folder of label maps, such as {@code labelsTr}
   * @return the names by the values in the files, from 0 on; empty if there is no such file or it
   *     names no labels
   * @throws IOException if the file is no JSON, or its {@code "labels"} are none; the message names
   *     it
   */
  public static Map<Integer, String> beside(Path folder) throws IOException {
    Path own = folder.toAbsolutePath().normalize();
    List<Path> places = new ArrayList<>(List.of(own));
    if (own.getParent() != null) {
      places.add(own.getParent());
    }
    for (Path place : places) {
      DatasetFolder listed = new DatasetFolder(place);
      var json = listed.json().filter(found -> found.containsKey("labels"));
      if (json.isPresent()) {
        Map<Integer, String> names =
            new TreeMap<>(NnunetLabels.of(listed.listing(), json.get()).names());
        names.keySet().removeIf(value -> value < 0);
        return names;
      }
    }
    return Map.of();
  }
}
