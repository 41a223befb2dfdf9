package io.firenet.server.job;

import io.firenet.core.evaluation.LabelMetrics;
import io.firenet.core.evaluation.Structures;
import io.firenet.format.ImageFormats;
import io.firenet.server.http.Refusal;
import io.firenet.server.storage.Sentence;
import io.firenet.volume.LabelMap;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a segmentation agrees with a reference label map.
 *
 * @param name what the reference's file is called
 * @param labels names of the labels
 * @param metrics by label value
 */
record ReferenceComparison(String name, List<String> labels, Map<Integer, LabelMetrics> metrics) {

  /**
   * Compares, and writes where they differ, for each voxel: 0 both agree, 1 only the prediction has
   * a label, 2 only the reference, 3 they have different ones.
   *
   * @param files one label map
   * @throws Refusal if it is none on the image's grid
   */
  static ReferenceComparison of(JobResult result, List<Path> files, Path folder)
      throws IOException {
    if (files.size() != 1) {
      throw Refusal.wrong("expected a part 'file' with a label map");
    }
    LabelMap predicted = result.labels();
    LabelMap reference;
    try {
      if (ImageFormats.readGeometry(files.get(0)).size().voxels() != predicted.data().length) {
        throw Refusal.unusable("the reference has another number of voxels than the image");
      }
      reference = ImageFormats.readLabels(files.get(0));
    } catch (IOException e) {
      throw Refusal.unusable(Sentence.of(e, folder));
    }
    Structures structures = Structures.of(result.applied().card());
    try {
      Map<Integer, LabelMetrics> metrics = structures.compare(predicted, reference);
      ImageFormats.write(differenceFile(result), difference(predicted, reference));
      return new ReferenceComparison(
          files.get(0).getFileName().toString(), structures.names(), metrics);
    } catch (IllegalArgumentException e) {
      throw Refusal.unusable("the reference must lie on the image's grid, it lies on another");
    }
  }

  private static LabelMap difference(LabelMap predicted, LabelMap reference) {
    short[] p = predicted.data();
    short[] r = reference.data();
    short[] difference = new short[p.length];
    for (int i = 0; i < p.length; i++) {
      difference[i] = (short) (p[i] == r[i] ? 0 : r[i] == 0 ? 1 : p[i] == 0 ? 2 : 3);
    }
    return new LabelMap(predicted.geometry(), difference);
  }

  static Path differenceFile(JobResult result) {
    return result.folder().resolve("difference.nii.gz");
  }

  JsonObject json(String resultAddress) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    metrics.forEach(
        (value, measured) -> {
          JsonObjectBuilder one =
              Json.createObjectBuilder().add("value", value).add("name", labels.get(value));
          add(one, "dice", measured.dice());
          add(one, "hd95", measured.hausdorff95Mm());
          add(one, "hd", measured.hausdorffMm());
          add(one, "msd", measured.meanSurfaceDistanceMm());
          list.add(one);
        });
    return Json.createObjectBuilder()
        .add("name", name)
        .add("labels", list)
        .add("differenceUrl", resultAddress + "/difference.nii.gz")
        .build();
  }

  private static void add(JsonObjectBuilder json, String key, double value) {
    if (Double.isFinite(value)) {
      json.add(key, value);
    } else {
      json.addNull(key);
    }
  }
}
