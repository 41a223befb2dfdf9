package io.firenet.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentSettings;
import io.firenet.core.experiment.PublishedResult;
import io.firenet.core.training.run.TrainingConfig;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordCodecTests {

  /** A record of every kind of component. */
  public record Sample(
      double undefined,
      long large,
      boolean flag,
      Experiment.Kind kind,
      Path path,
      Optional<String> absent,
      Optional<Integer> present,
      List<Map<String, Double>> nested) {}

  private static final Sample SAMPLE =
      new Sample(
          Double.NaN,
          1L << 40,
          true,
          Experiment.Kind.MSD,
          Path.of("a", "b"),
          Optional.empty(),
          Optional.of(3),
          List.of(Map.of("x", 0.1), Map.of()));

  @Test
  void whatIsWrittenIsReadTheSame() {
    JsonObject json = RecordCodec.write(SAMPLE);
    assertTrue(json.isNull("undefined"));
    assertEquals("msd", json.getString("kind"));
    assertEquals(SAMPLE, RecordCodec.read(Sample.class, json));
  }

  @Test
  void settingsOfAnOlderVersionTakeTheDefaultsOfNewOnes() {
    var settings = new ExperimentSettings(TrainingConfig.DEFAULT, 3, 1, List.of("firenet"));
    JsonObject json = RecordCodec.write(settings);
    assertEquals(settings, RecordCodec.read(ExperimentSettings.class, json));
    JsonObject older =
        Json.createObjectBuilder(json)
            .add(
                "training",
                Json.createObjectBuilder(json.getJsonObject("training")).remove("validateEvery"))
            .build();
    assertEquals(settings, RecordCodec.read(ExperimentSettings.class, older));
  }

  @Test
  void whatDoesNotFitIsNamedByItsPath() {
    JsonObject json =
        Json.createObjectBuilder(RecordCodec.write(SAMPLE))
            .add("nested", Json.createArrayBuilder().add(Json.createObjectBuilder().add("x", "y")))
            .build();
    var wrong =
        assertThrows(IllegalArgumentException.class, () -> RecordCodec.read(Sample.class, json));
    assertTrue(wrong.getMessage().contains("nested[0].x"), wrong.getMessage());
    var missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> RecordCodec.read(Sample.class, JsonObject.EMPTY_JSON_OBJECT));
    assertEquals("'undefined' is missing", missing.getMessage());
  }

  @Test
  void publishedFiguresAreReadForTheirExperiment() {
    assertEquals(10, PublishedResult.of(Experiment.Kind.MSD).size());
    assertTrue(
        PublishedResult.of(Experiment.Kind.BONES).stream()
            .anyMatch(r -> r.method().equals("FIRENet-T") && r.value() == 0.965));
    assertEquals(List.of(), PublishedResult.of(Experiment.Kind.CROSSVAL));
  }
}
