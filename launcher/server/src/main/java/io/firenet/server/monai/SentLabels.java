package io.firenet.server.monai;

import io.firenet.format.ChannelFiles;
import io.firenet.format.ImageFormats;
import io.firenet.format.Segment;
import io.firenet.format.StoredImage;
import io.firenet.server.http.Refusal;
import io.firenet.server.image.Studies.Study;
import io.firenet.server.storage.MemoryGate;
import io.firenet.server.storage.Sentence;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A label map that a viewer has sent. Viewers number the segments of a scene as they come, so its
 * values mean what the names beside them say: those in the file, or in the request's {@code
 * label_info}, the first for value 1.
 */
final class SentLabels {

  private SentLabels() {}

  /**
   * Reads it with the values that a dataset gives the names.
   *
   * @param file what was sent
   * @param params the request's
   * @param names of the dataset's values
   * @throws Refusal if it is no label map of the image, or names a label that the dataset lacks
   */
  static LabelMap read(
      Path file, Study study, JsonObject params, Map<Integer, String> names, MemoryGate memory) {
    try {
      StoredImage stored = ImageFormats.open(file);
      ImageGeometry grid = ChannelFiles.open(study.files()).geometry();
      ChannelFiles.requireSameGrid(
          file, stored.geometry(), study.files().get(0), grid, "an image and its labels");
      try (MemoryGate.Pass pass = memory.take(4 * grid.size().voxels())) {
        LabelMap labels = stored.readLabels();
        rename(labels.data(), valueOf(stored.segments(), params, names), names);
        return labels;
      }
    } catch (IOException e) {
      throw Refusal.unusable(
          Sentence.of(Sentence.of(e, file.getParent()), study.files().get(0).getParent()));
    }
  }

  /** What each of the file's values is in the dataset; empty if nothing says what they mean. */
  private static Map<Integer, Integer> valueOf(
      List<Segment> segments, JsonObject params, Map<Integer, String> names) {
    Map<Integer, String> told = new HashMap<>();
    segments.forEach(segment -> told.put(segment.label(), segment.name()));
    if (told.isEmpty() && params.get("label_info") instanceof JsonArray info) {
      for (int i = 0; i < info.size(); i++) {
        if (info.get(i) instanceof JsonObject one && one.get("name") instanceof JsonString name) {
          told.put(i + 1, name.getString());
        }
      }
    }
    Map<Integer, Integer> valueOf = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    told.forEach(
        (value, name) ->
            names.entrySet().stream()
                .filter(entry -> entry.getKey() > 0 && entry.getValue().equalsIgnoreCase(name))
                .findFirst()
                .ifPresentOrElse(
                    entry -> valueOf.put(value, entry.getKey()), () -> unknown.add(name)));
    if (!unknown.isEmpty()) {
      throw Refusal.unusable(
          "the dataset has no label %s; its labels are %s".formatted(unknown, names));
    }
    return valueOf;
  }

  private static void rename(
      short[] data, Map<Integer, Integer> valueOf, Map<Integer, String> names) {
    for (int i = 0; i < data.length; i++) {
      int value = data[i];
      int renamed = value == 0 ? 0 : valueOf.isEmpty() ? value : valueOf.getOrDefault(value, -1);
      if (renamed < 0 || (renamed > 0 && !names.containsKey(renamed))) {
        throw Refusal.unusable(
            "the label map has the value %s, which nothing names; the dataset's labels are %s"
                .formatted(value, names));
      }
      data[i] = (short) renamed;
    }
  }
}
