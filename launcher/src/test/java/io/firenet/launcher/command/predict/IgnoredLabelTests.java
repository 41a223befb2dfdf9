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

/** Folders of label maps that are compared, where the references have voxels that do not count. */
class IgnoredLabelTests {

  @TempDir private Path folder;

  private Path references() {
    return folder.resolve("data/labelsTr");
  }

  private Path predictions() {
    return folder.resolve("predictions");
  }

  private CommandRun compare(String option, Object value) {
    return CommandRun.of(
        "evaluate", "--predictions", predictions(), "--references", references(), option, value);
  }

  /** As nnU-Net writes it: the label's voxels are of a reference that nobody has looked at. */
  @Test
  void aLabelToIgnoreIsNoClassAndItsVoxelsDoNotCount() throws IOException {
    Path references = Files.createDirectories(references());
    Path predictions = Files.createDirectory(predictions());
    ImageGeometry grid = ImageGeometry.axisAligned(new GridSize(1, 2, 4), 1);
    short[] reference = {0, 1, 1, 3, 0, 2, 2, 3};
    short[] prediction = {0, 1, 1, 1, 0, 2, 3, 2}; // wrong in one voxel that is known
    ImageFormats.write(references.resolve("a.nii.gz"), new LabelMap(grid, reference));
    ImageFormats.write(predictions.resolve("a.nii.gz"), new LabelMap(grid, prediction));
    Files.writeString(
        folder.resolve("data/dataset.json"),
        "{\"labels\": {\"background\": 0, \"liver\": 1, \"tumour\": 2, \"ignore\": 3}}");
    Path json = folder.resolve("summary.json");
    CommandRun listed = compare("--json", json);
    assertTrue(listed.out().contains("1 liver"), listed::toString);
    assertFalse(listed.out().contains("ignore"), listed::toString);
    try (Reader reader = Files.newBufferedReader(json)) {
      JsonObject means = Json.createReader(reader).readObject().getJsonObject("mean");
      assertEquals(Set.of("1", "2"), means.keySet());
      assertEquals(1, means.getJsonObject("1").getJsonNumber("Dice").doubleValue());
      assertEquals(2 / 3.0, means.getJsonObject("2").getJsonNumber("Dice").doubleValue(), 1e-9);
    }
    CommandRun named = compare("--labels", "background,liver,tumour,ignore");
    assertEquals(listed.out(), named.out());
    CommandRun unnamed = compare("--labels", "background,liver");
    assertTrue(unnamed.out().contains("3 label 3"), "else the test above shows nothing");
  }
}
