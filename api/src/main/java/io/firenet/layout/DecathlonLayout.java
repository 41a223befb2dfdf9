package io.firenet.layout;

import io.firenet.dataset.InvalidDatasetException;
import io.firenet.folder.DatasetFolder;
import io.firenet.folder.FolderCase;
import io.firenet.folder.FolderContents;
import io.firenet.folder.FolderContents.Declared;
import io.firenet.folder.FolderDescription;
import io.firenet.folder.FolderLayout;
import io.firenet.folder.LabelFiles;
import io.firenet.format.ImageFormats;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The layout of the Medical Segmentation Decathlon: a {@code dataset.json} that lists pairs of
 * image files, relative to the folder, under {@code training}; an image file has all channels.
 */
public final class DecathlonLayout implements FolderLayout {

  private static final String EXPECTED =
      ": expected a Decathlon dataset.json, with \"modality\" and \"labels\" as {\"0\": NAME, …} and"
          + " \"training\" as [{\"image\": FILE, \"label\": FILE}, …]; restore the file from the"
          + " dataset's archive";

  @Override
  public String name() {
    return "decathlon";
  }

  @Override
  public String hallmark() {
    return "a Decathlon dataset.json";
  }

  @Override
  public Evidence evidence(DatasetFolder folder) {
    return folder.hasListing() ? Evidence.POSSIBLE : Evidence.NONE;
  }

  @Override
  public FolderContents list(DatasetFolder folder) throws IOException {
    Path file = folder.listing();
    JsonObject json = folder.json().orElseThrow(() -> new InvalidDatasetException(file + EXPECTED));
    Optional<Map<Integer, String>> channels = names(json, "modality");
    Optional<Map<Integer, String>> labels = names(json, "labels");
    Optional<List<JsonObject>> entries = TrainingList.entries(json);
    if (channels.isEmpty() || labels.isEmpty() || entries.isEmpty()) {
      throw new InvalidDatasetException(file + EXPECTED);
    }
    return new FolderContents(
        FolderDescription.of(json),
        new Declared(file, "\"modality\"", channels.get()),
        new Declared(file, "\"labels\"", labels.get()),
        cases(file, TrainingList.pairs(folder, entries.get())),
        "entry in \"training\"",
        List.of());
  }

  private static Optional<Map<Integer, String>> names(JsonObject json, String key) {
    return NumberedNames.byNumber(json.getOrDefault(key, JsonValue.NULL));
  }

  private static List<FolderCase> cases(Path file, List<TrainingList.Pair> pairs)
      throws InvalidDatasetException {
    List<FolderCase> cases = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (TrainingList.Pair pair : pairs) {
      int number = cases.size() + 1;
      String id = ImageFormats.stem(pair.image());
      Integer before = seen.put(id, number);
      if (before != null) {
        throw new InvalidDatasetException(
            "%s: training entries %s and %s are both case '%s'; remove one of them"
                .formatted(file, before, number, id));
      }
      cases.add(new FolderCase(id, List.of(pair.image()), new LabelFiles.OneMap(pair.label())));
    }
    return cases;
  }
}
