package io.firenet.layout;

import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Region;
import io.firenet.folder.FolderContents;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The labels of nnU-Net's {@code dataset.json}. Where one is a list, all but the background and
 * what is to be ignored are regions, {@code {"whole tumor": [1, 2, 3], "enhancing": 3}}, and {@code
 * regions_class_order} has the label that each is painted with, in their order.
 *
 * @param names of the values in the files
 * @param regions in the order in which they are declared and painted; empty if there are none
 */
record NnunetLabels(Map<Integer, String> names, List<Region> regions) {

  private static final String ORDER = "regions_class_order";

  static NnunetLabels of(Path file, JsonObject json) throws InvalidDatasetException {
    JsonValue value = json.getOrDefault("labels", JsonValue.NULL);
    if (value instanceof JsonObject labels
        && labels.values().stream().anyMatch(NnunetLabels::several)) {
      return regions(file, labels, json.getOrDefault(ORDER, JsonValue.NULL));
    }
    return new NnunetLabels(NumberedNames.labels(file, value), List.of());
  }

  private static boolean several(JsonValue value) {
    return value instanceof JsonArray array && array.size() > 1;
  }

  private static NnunetLabels regions(Path file, JsonObject labels, JsonValue order)
      throws InvalidDatasetException {
    Map<Integer, String> names = new TreeMap<>();
    Map<String, TreeSet<Integer>> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> entry : labels.entrySet()) {
      List<JsonValue> values =
          entry.getValue() instanceof JsonArray array ? array : List.of(entry.getValue());
      TreeSet<Integer> of = new TreeSet<>();
      for (JsonValue one : values) {
        of.add(NumberedNames.number(file, one, labels));
      }
      boolean region =
          !entry.getKey().equals(FolderContents.IGNORE) && !of.equals(new TreeSet<>(List.of(0)));
      if (region && (of.isEmpty() || of.first() < 1)) {
        throw new InvalidDatasetException(
            "%s: region '%s' = %s must be of labels from 1 on; the background is 0 alone"
                .formatted(file, entry.getKey(), entry.getValue()));
      }
      if (region) {
        members.put(entry.getKey(), of);
      }
      if (of.size() == 1) {
        names.put(of.first(), entry.getKey());
      }
    }
    members.values().forEach(of -> of.forEach(v -> names.putIfAbsent(v, "label " + v)));
    return new NnunetLabels(names, painted(file, members, order, names));
  }

  private static List<Region> painted(
      Path file, Map<String, TreeSet<Integer>> members, JsonValue order, Map<Integer, String> names)
      throws InvalidDatasetException {
    if (!(order instanceof JsonArray paints && paints.size() == members.size())) {
      throw new InvalidDatasetException(
          "%s: expected \"%s\" with the label that each of the %s regions %s is painted with, found %s"
              .formatted(file, ORDER, members.size(), members.keySet(), order));
    }
    List<Region> regions = new ArrayList<>();
    for (Map.Entry<String, TreeSet<Integer>> each : members.entrySet()) {
      JsonValue label = paints.get(regions.size());
      int painted = NumberedNames.number(file, label, order);
      if (painted < 1
          || !names.containsKey(painted)
          || names.get(painted).equals(FolderContents.IGNORE)) {
        throw new InvalidDatasetException(
            "%s: \"%s\" paints region '%s' with %s, which is no label of %s"
                .formatted(file, ORDER, each.getKey(), label, names));
      }
      regions.add(new Region(each.getKey(), List.copyOf(each.getValue()), painted));
    }
    return regions;
  }
}
