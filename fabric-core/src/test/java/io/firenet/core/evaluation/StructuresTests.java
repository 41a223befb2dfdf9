package io.firenet.core.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Region;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StructuresTests {

  private static final Structures TUMOUR =
      new Structures(
          List.of("background", "edema", "necrosis", "enhancing tumour"),
          List.of(
              new Region("whole tumour", List.of(1, 2, 3), 1),
              new Region("tumour core", List.of(2, 3), 2),
              new Region("enhancing", List.of(3), 3)));

  private static LabelMap line(int... labels) {
    short[] data = new short[labels.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (short) labels[i];
    }
    return new LabelMap(ImageGeometry.axisAligned(new GridSize(1, 1, labels.length), 1), data);
  }

  @Test
  void regionsAreComparedWhole() {
    LabelMap reference = line(0, 1, 1, 2, 2, 3, 3, LabelMap.IGNORED);
    LabelMap predicted = line(1, 1, 2, 2, 3, 3, 0, 3);
    Map<Integer, LabelMetrics> metrics = TUMOUR.compare(predicted, reference);
    assertEquals(Set.of(1, 2, 3), metrics.keySet());
    assertEquals(2 * 5 / (6.0 + 6), metrics.get(1).dice(), 1e-12); // 1–6 of 0–5
    assertEquals(2 * 3 / (4.0 + 4), metrics.get(2).dice(), 1e-12); // 3–6 of 2–5
    assertEquals(2 * 1 / (2.0 + 2), metrics.get(3).dice(), 1e-12); // 5–6 of 4–5
    assertEquals(1, metrics.get(2).hausdorffMm(), 1e-6);
    assertTrue(Double.isNaN(TUMOUR.compareOverlap(predicted, reference).get(2).hausdorffMm()));
  }

  @Test
  void namesAndSizesAreThoseOfTheRegions() {
    assertEquals(List.of("background", "whole tumour", "tumour core", "enhancing"), TUMOUR.names());
    assertEquals(TUMOUR.names(), TUMOUR.pictureNames());
    assertEquals(Map.of(1, 5L, 2, 3L, 3, 1L), TUMOUR.voxels(line(0, 1, 1, 2, 2, 3)));
    Structures labels = new Structures(TUMOUR.labels(), List.of());
    assertEquals(TUMOUR.labels(), labels.names());
    assertEquals(Map.of(1, 2L, 2, 2L, 3, 1L), labels.voxels(line(0, 1, 1, 2, 2, 3)));
  }

  @Test
  void theSummaryHasNnunetsKeys() {
    LabelMap map = line(0, 1, 2, 3);
    var summary =
        new EvaluationSummary(
            List.of(new CaseMetrics("a", TUMOUR.compare(map, map), null, null)), TUMOUR.regions());
    JsonObject json = summary.toJson();
    assertEquals(Set.of("(1, 2, 3)", "(2, 3)", "3"), json.getJsonObject("mean").keySet());
    assertEquals(
        json.getJsonObject("mean").keySet(),
        json.getJsonArray("metric_per_case").getJsonObject(0).getJsonObject("metrics").keySet());
    assertEquals(
        List.of("whole tumour", "tumour core", "enhancing"),
        summary.scores(TUMOUR.names()).stream().map(score -> score.output()).toList());
    assertTrue(summary.toTable(TUMOUR.names()).contains("2 tumour core"));
  }
}
