package io.firenet.layout;

import io.firenet.dataset.InvalidDatasetException;
import io.firenet.folder.DatasetFolder;
import io.firenet.folder.FolderCase;
import io.firenet.folder.FolderContents;
import io.firenet.folder.FolderContents.Declared;
import io.firenet.folder.FolderDescription;
import io.firenet.folder.FolderLayout;
import io.firenet.format.ImageFormats;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * nnU-Net's raw data, versions 1 and 2: {@code imagesTr/CASE_0000.nii.gz}, {@code _0001} and so on,
 * a file for each channel, {@code labelsTr/CASE.nii.gz}, and a {@code dataset.json}.
 *
 * <p>Version 2 has {@code channel_names}, labels as name → number, {@code file_ending}, and may
 * list the files of its cases in {@code dataset}; without, its cases are those that {@code
 * imagesTr} and {@code labelsTr} name. Version 1 has {@code modality}, labels as number → name, and
 * lists its cases in {@code training}, without the channels' endings. Labels may be regions, see
 * {@link NnunetLabels}, and one may be {@code ignore}. {@code overwrite_image_reader_writer}
 * chooses a reader of nnU-Net's and means nothing here.
 */
public final class NnunetLayout implements FolderLayout {

  private static final String CHANNELS = "channel_names";
  private static final String CHANNELS_1 = "modality";
  private static final String ENDING = "file_ending";
  private static final String USUAL_ENDING = ".nii.gz";

  @Override
  public String name() {
    return "nnunet";
  }

  @Override
  public String hallmark() {
    return "an nnU-Net dataset.json";
  }

  @Override
  public Evidence evidence(DatasetFolder folder) throws IOException {
    Optional<JsonObject> json = folder.json();
    if (json.isEmpty()) {
      return Evidence.NONE;
    }
    boolean second = json.get().containsKey(CHANNELS) && folder.has("imagesTr");
    second |= json.get().containsKey(CHANNELS) && json.get().containsKey("dataset");
    return second || isFirst(folder, json.get()) ? Evidence.CERTAIN : Evidence.NONE;
  }

  /** Its list names images that are not there, but the files of their channels are. */
  private static boolean isFirst(DatasetFolder folder, JsonObject json)
      throws InvalidDatasetException {
    if (!json.containsKey(CHANNELS_1)) {
      return false;
    }
    boolean channels = false;
    for (JsonObject entry : TrainingList.entries(json).orElse(List.of())) {
      for (TrainingList.Pair pair : TrainingList.pairs(folder, List.of(entry))) {
        if (Files.isRegularFile(pair.image())) {
          return false;
        }
        channels |= Files.isRegularFile(NnunetCases.channel(pair.image(), 0));
      }
    }
    return channels;
  }

  @Override
  public FolderContents list(DatasetFolder folder) throws IOException {
    Path file = folder.listing();
    JsonObject json =
        folder
            .json()
            .orElseThrow(
                () ->
                    new InvalidDatasetException(
                        file + ": expected an nnU-Net dataset.json with \"channel_names\""));
    String key = json.containsKey(CHANNELS) ? CHANNELS : CHANNELS_1;
    Map<Integer, String> channels = channels(file, key, json.getOrDefault(key, JsonValue.NULL));
    NnunetLabels labels = NnunetLabels.of(file, json);
    List<String> notes = new ArrayList<>();
    String ending = ending(folder, json);
    List<FolderCase> cases = new NnunetCases(folder, channels.size(), ending, notes).list(json);
    if (json.get("numTraining") instanceof JsonNumber number && number.intValue() != cases.size()) {
      notes.add(
          "%s: \"numTraining\" is %s, the folder has %s cases"
              .formatted(file, number, cases.size()));
    }
    return new FolderContents(
        FolderDescription.of(json),
        new Declared(file, "\"%s\"".formatted(key), channels),
        new Declared(file, "\"labels\"", labels.names()),
        cases,
        "image imagesTr/CASE_0000%1$s with labelsTr/CASE%1$s".formatted(ending),
        notes,
        labels.regions());
  }

  private static Map<Integer, String> channels(Path file, String key, JsonValue value)
      throws InvalidDatasetException {
    Map<Integer, String> names = NumberedNames.byNumber(value).orElse(Map.of());
    for (int channel = 0; channel < Math.max(1, names.size()); channel++) {
      if (!names.containsKey(channel)) {
        throw new InvalidDatasetException(
            "%s: expected \"%s\" as {\"0\": NAME, \"1\": NAME, …}, found %s"
                .formatted(file, key, value));
      }
    }
    return names;
  }

  /** What all image files end with: as declared, or as those that are there do. */
  private static String ending(DatasetFolder folder, JsonObject json) throws IOException {
    if (json.get(ENDING) instanceof JsonString declared) {
      String ending = declared.getString();
      boolean plain = ending.matches("(\\.[A-Za-z0-9]+)+");
      if (!plain || ImageFormats.named(Path.of("image" + ending)).isEmpty()) {
        throw new InvalidDatasetException(
            "%s: \"file_ending\" is '%s', which is no format of 3D images that can be read, those are %s; convert the images"
                .formatted(folder.listing(), ending, String.join(", ", ImageFormats.endings())));
      }
      return ending;
    }
    for (Path file : folder.files("imagesTr")) {
      String stem = ImageFormats.stem(file);
      if (ChannelFileName.of(stem).isPresent() && ImageFormats.named(file).isPresent()) {
        return file.getFileName().toString().substring(stem.length());
      }
    }
    return USUAL_ENDING;
  }
}
