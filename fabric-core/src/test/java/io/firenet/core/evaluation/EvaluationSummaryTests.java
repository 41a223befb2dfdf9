package io.firenet.core.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.FakeDataset;
import io.firenet.core.FakeDataset.FakeCase;
import io.firenet.core.data.ProgressListener;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationSummaryTests {

  private static final double NAN = Double.NaN;

  /** Label 1: Dice 0.8 and 0.4; label 2: undefined and 0; label 3 undefined everywhere. */
  private static final EvaluationSummary SUMMARY =
      new EvaluationSummary(
          List.of(
              new CaseMetrics(
                  "a",
                  Map.of(
                      1, new LabelMetrics(4, 1, 1, 94, 3, 2, 1),
                      2, new LabelMetrics(0, 0, 0, 100, NAN, NAN, NAN),
                      3, new LabelMetrics(0, 0, 0, 100, NAN, NAN, NAN)),
                  Path.of("predictions/a.nii.gz"),
                  Path.of("labelsTr/a.nii.gz")),
              new CaseMetrics(
                  "b",
                  Map.of(
                      1, new LabelMetrics(2, 3, 3, 92, 5, 4, 2),
                      2, new LabelMetrics(0, 0, 7, 93, NAN, NAN, NAN),
                      3, new LabelMetrics(0, 0, 0, 100, NAN, NAN, NAN)),
                  null,
                  null)));

  @Test
  void meansLeaveUndefinedCasesOut() {
    assertEquals(0.6, SUMMARY.means().get(1).get(Metric.DICE), 1e-12);
    assertEquals(4, SUMMARY.means().get(1).get(Metric.HD), 1e-12);
    assertEquals(3, SUMMARY.means().get(1).get(Metric.TP), 1e-12);
    assertEquals(0, SUMMARY.means().get(2).get(Metric.DICE), 1e-12);
    assertEquals(NAN, SUMMARY.means().get(3).get(Metric.DICE));
    assertEquals(0.3, SUMMARY.foregroundMean().get(Metric.DICE), 1e-12);
    assertEquals(3, SUMMARY.foregroundMean().get(Metric.HD95), 1e-12);
  }

  @Test
  void theFileHasNnUnetsShape(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("summary.json");
    SUMMARY.write(file);
    JsonObject json;
    try (var in = Files.newInputStream(file);
        var reader = Json.createReader(in)) {
      json = reader.readObject();
    }
    assertEquals(Set.of("foreground_mean", "mean", "metric_per_case"), json.keySet());
    assertEquals(
        Set.of("Dice", "IoU", "FP", "TP", "FN", "TN", "n_pred", "n_ref", "HD", "HD95", "MSD"),
        json.getJsonObject("foreground_mean").keySet());
    assertEquals(List.of("1", "2", "3"), List.copyOf(json.getJsonObject("mean").keySet()));
    JsonObject first = json.getJsonArray("metric_per_case").getJsonObject(0);
    assertEquals("predictions/a.nii.gz", first.getString("prediction_file"));
    assertEquals("labelsTr/a.nii.gz", first.getString("reference_file"));
    JsonObject one = first.getJsonObject("metrics").getJsonObject("1");
    assertEquals("94", one.get("TN").toString());
    assertEquals(0.8, one.getJsonNumber("Dice").doubleValue(), 1e-12);
    assertEquals(1, one.getJsonNumber("MSD").doubleValue(), 1e-12);
    JsonObject two = first.getJsonObject("metrics").getJsonObject("2");
    assertEquals(JsonValue.NULL, two.get("Dice"));
    JsonObject second = json.getJsonArray("metric_per_case").getJsonObject(1);
    assertEquals(JsonValue.NULL, second.get("prediction_file"));
  }

  @Test
  void theTableHasALinePerLabel() {
    String table = SUMMARY.toTable(List.of("background", "anterior", "a rather long name"));
    assertEquals(
        """
        label                      Dice        IoU      HD mm    HD95 mm     MSD mm
        1 anterior               0.6000     0.4583       4.00       3.00       1.50
        2 a rather long name     0.0000     0.0000          –          –          –
        3                             –          –          –          –          –
        foreground mean          0.3000     0.2292       4.00       3.00       1.50
        2 cases
        """,
        table);
  }

  @Test
  void casesAreSegmentedAndComparedOneByOne() throws IOException {
    List<String> order = new ArrayList<>();
    EvaluationSummary summary =
        new Evaluator(3, true)
            .evaluate(
                List.of(FakeCase.sound("a"), FakeCase.sound("b")),
                image -> {
                  short[] data = FakeDataset.labelMap().data();
                  data[41] = 0;
                  return new LabelMap(image.geometry(), data);
                },
                (done, total, id) -> order.add("%s %d/%d".formatted(id, done, total)));
    assertEquals(List.of("a 1/2", "b 2/2"), order);
    assertEquals(1, summary.means().get(1).get(Metric.DICE));
    assertEquals(0, summary.means().get(1).get(Metric.HD));
    assertEquals(0, summary.means().get(2).get(Metric.DICE));
  }

  @Test
  void aPredictionOnAnotherGridNamesItsCase() {
    ImageGeometry other = ImageGeometry.axisAligned(new GridSize(2, 2, 2), 1);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Evaluator(3, false)
                    .evaluate(
                        List.of(FakeCase.sound("a")),
                        image -> new LabelMap(other, new short[8]),
                        ProgressListener.NONE));
    assertTrue(e.getMessage().startsWith("case 'a': "), e.getMessage());
  }
}
