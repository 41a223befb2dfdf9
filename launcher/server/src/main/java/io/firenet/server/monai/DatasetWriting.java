package io.firenet.server.monai;

import io.firenet.file.AtomicFile;
import io.firenet.file.ForeignJson;
import io.firenet.format.ChannelFiles;
import io.firenet.format.ImageFormats;
import io.firenet.layout.ChannelFileName;
import io.firenet.server.http.Refusal;
import io.firenet.server.image.Studies.Study;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Adds a labelled image to a folder, so that {@code train} reads it: in nnU-Net's layout or the
 * Decathlon's where it has one, else the folder becomes a dataset in the Decathlon's. A label map
 * that is replaced is kept under {@code labels/replaced}.
 *
 * @param folder the folder of images
 */
record DatasetWriting(Path folder) {

  /**
   * Adds or replaces the labels of an image.
   *
   * @param channels names of the image's channels, for a folder that is no dataset yet
   * @param names names of the label values, likewise
   */
  void add(Study study, LabelMap labels, List<String> channels, Map<Integer, String> names)
      throws IOException {
    DatasetLabels known = DatasetLabels.of(folder).orElse(null);
    if (known == null) {
      if (study.files().size() > 1) {
        throw Refusal.unusable(
            "an image of several files can only be kept in a folder of nnU-Net's layout");
      }
      create(channels, names);
      known = DatasetLabels.of(folder).orElseThrow();
    }
    Path before = known.files().get(study.id());
    if (before != null) {
      keep(before, study.id());
      ImageFormats.write(before, labels);
    } else if (known.nnunet()) {
      addToNnunet(study, labels);
    } else {
      addToDecathlon(study, labels);
    }
  }

  private void keep(Path before, String id) throws IOException {
    Path replaced = Files.createDirectories(folder.resolve("labels").resolve("replaced"));
    String name = before.getFileName().toString();
    String ending = name.substring(ImageFormats.stem(before).length());
    Path copy = replaced.resolve("%s-%s%s".formatted(id, Instant.now().toEpochMilli(), ending));
    Files.copy(before, copy, StandardCopyOption.REPLACE_EXISTING);
  }

  private void create(List<String> channels, Map<Integer, String> names) throws IOException {
    JsonObjectBuilder modality = Json.createObjectBuilder();
    for (int i = 0; i < channels.size(); i++) {
      modality.add(Integer.toString(i), channels.get(i));
    }
    JsonObjectBuilder labels = Json.createObjectBuilder();
    names.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> labels.add(entry.getKey().toString(), entry.getValue()));
    write(
        Json.createObjectBuilder()
            .add("name", String.valueOf(folder.toAbsolutePath().normalize().getFileName()))
            .add("modality", modality)
            .add("labels", labels)
            .add("numTraining", 0)
            .add("training", Json.createArrayBuilder())
            .build());
  }

  private void addToDecathlon(Study study, LabelMap labels) throws IOException {
    Path file = Files.createDirectories(folder.resolve("labelsTr")).resolve(study.id() + ".nii.gz");
    ImageFormats.write(file, labels);
    JsonObject json = listing();
    JsonArrayBuilder training = Json.createArrayBuilder(json.getJsonArray("training"));
    training.add(
        Json.createObjectBuilder()
            .add("image", relative(study.files().get(0)))
            .add("label", relative(file)));
    write(
        Json.createObjectBuilder(json)
            .add("numTraining", json.getJsonArray("training").size() + 1)
            .add("training", training)
            .build());
  }

  private void addToNnunet(Study study, LabelMap labels) throws IOException {
    JsonObject json = listing();
    if (json.containsKey("dataset") || json.containsKey("training")) {
      throw Refusal.unusable(
          "the folder's dataset.json lists its cases one by one; take the list out, so that"
              + " imagesTr and labelsTr tell them");
    }
    String ending = json.getString("file_ending", ".nii.gz");
    Path images = folder.resolve("imagesTr");
    Volume volume = ChannelFiles.open(study.files()).readVolume();
    int voxels = volume.data().length / volume.channels();
    for (int channel = 0; channel < volume.channels(); channel++) {
      Path file = images.resolve(new ChannelFileName(study.id(), channel) + ending);
      if (!Files.exists(file)) {
        ImageFormats.write(
            file,
            new Volume(
                volume.geometry(),
                1,
                Arrays.copyOfRange(volume.data(), channel * voxels, (channel + 1) * voxels)));
      }
    }
    Path file = Files.createDirectories(folder.resolve("labelsTr")).resolve(study.id() + ending);
    ImageFormats.write(file, labels);
    if (json.containsKey("numTraining")) {
      int cases = DatasetLabels.of(folder).orElseThrow().files().size();
      write(Json.createObjectBuilder(json).add("numTraining", cases).build());
    }
  }

  private String relative(Path file) {
    Path root = folder.toAbsolutePath().normalize();
    return "./" + root.relativize(file.toAbsolutePath().normalize()).toString().replace('\\', '/');
  }

  private JsonObject listing() throws IOException {
    return ForeignJson.read(folder.resolve("dataset.json")).asJsonObject();
  }

  private void write(JsonObject json) throws IOException {
    AtomicFile.writeJson(folder.resolve("dataset.json"), json);
  }
}
