package io.firenet.launcher.command.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.format.ImageFormats;
import io.firenet.launcher.CommandRun;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of label maps that are compared, by what a {@code dataset.json} says of them. */
class LabelFolderTests {

  @TempDir private Path folder;

  private Path references() {
    return folder.resolve("data/labelsTr");
  }

  private Path predictions() {
    return folder.resolve("predictions");
  }

  /** A pair of label maps of eight voxels, with a {@code dataset.json} above the references. */
  private void write(short[] reference, short[] prediction, String dataset) throws IOException {
    ImageGeometry grid = ImageGeometry.axisAligned(new GridSize(1, 2, 4), 1);
    Path referenceFile = Files.createDirectories(references()).resolve("a.nii.gz");
    Path predictedFile = Files.createDirectories(predictions()).resolve("a.nii.gz");
    ImageFormats.write(referenceFile, new LabelMap(grid, reference));
    ImageFormats.write(predictedFile, new LabelMap(grid, prediction));
    Files.writeString(folder.resolve("data/dataset.json"), dataset);
  }

  private static JsonObject means(Path json) throws IOException {
    try (Reader reader = Files.newBufferedReader(json)) {
      return Json.createReader(reader).readObject().getJsonObject("mean");
    }
  }

  private static double dice(JsonObject means, String key) {
    return means.getJsonObject(key).getJsonNumber("Dice").doubleValue();
  }

  private CommandRun compare(String option, Object value) {
    return CommandRun.of(
        "evaluate", "--predictions", predictions(), "--references", references(), option, value);
  }

  /** As nnU-Net writes it: the label's voxels are of a reference that nobody has looked at. */
  @Test
  void aLabelToIgnoreIsNoClassAndItsVoxelsDoNotCount() throws IOException {
    short[] reference = {0, 1, 1, 3, 0, 2, 2, 3};
    short[] prediction = {0, 1, 1, 1, 0, 2, 3, 2}; // wrong in one voxel that is known
    write(
        reference,
        prediction,
        "{\"labels\": {\"background\": 0, \"liver\": 1, \"tumour\": 2, \"ignore\": 3}}");
    Path json = folder.resolve("summary.json");
    CommandRun listed = compare("--json", json);
    assertTrue(listed.out().contains("1 liver"), listed::toString);
    assertFalse(listed.out().contains("ignore"), listed::toString);
    JsonObject means = means(json);
    assertEquals(Set.of("1", "2"), means.keySet());
    assertEquals(1, dice(means, "1"));
    assertEquals(2 / 3.0, dice(means, "2"), 1e-9);
    CommandRun named = compare("--labels", "background,liver,tumour,ignore");
    assertEquals(listed.out(), named.out());
    CommandRun unnamed = compare("--labels", "background,liver");
    assertTrue(unnamed.out().contains("3 label 3"), "else the test above shows nothing");
  }

  /** As nnU-Net counts them, under its keys; what confuses two labels of a region is no fault. */
  @Test
  void regionsCountInsteadOfTheirLabels() throws IOException {
    short[] reference = {0, 1, 1, 2, 2, 3, 4, 4};
    short[] prediction = {1, 1, 2, 2, 2, 3, 3, 0};
    write(
        reference,
        prediction,
        """
        {"labels": {"background": 0, "whole tumor": [1, 2, 3], "core": [2, 3], "enhancing": 3,
         "ignore": 4}, "regions_class_order": [1, 2, 3]}
        """);
    Path json = folder.resolve("summary.json");
    CommandRun regions = compare("--json", json);
    assertTrue(regions.out().contains("whole tumor"), regions::toString);
    JsonObject means = means(json);
    assertEquals(Set.of("(1, 2, 3)", "(2, 3)", "3"), means.keySet());
    assertEquals(10 / 11.0, dice(means, "(1, 2, 3)"), 1e-9);
    assertEquals(6 / 7.0, dice(means, "(2, 3)"), 1e-9);
    assertEquals(1, dice(means, "3"));
    CommandRun labels = compare("--labels", "background,oedema,necrosis,enhancing,ignore");
    assertTrue(labels.out().contains("2 necrosis"), labels::toString);
  }
}
