package io.firenet.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.firenet.format.LabelCode;
import jakarta.json.Json;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptorBuilderTests {

  @Test
  void whatIsNotSaidIsAsInAFileThatDoesNotSayIt() {
    String json =
        "{\"name\": \"spine\", \"channels\": [\"CT\"], \"labels\": [\"background\", \"L1\"]}";
    assertEquals(
        DescriptorJson.read(Json.createReader(new StringReader(json)).readObject()),
        DatasetDescriptor.builder("spine").channels("CT").labels("background", "L1").build());
  }

  @Test
  void everyPartSurvivesAnotherBuilder() {
    DatasetDescriptor all =
        new DatasetDescriptor(
            "a",
            "A",
            List.of("CT", "PET"),
            List.of("background", "b", "c"),
            List.of(),
            "own-head",
            "CC0",
            "nobody",
            false,
            Map.of("b", LabelCode.anatomy("1", "B")),
            List.of(new Region("whole", List.of(1, 2), 1)));
    assertEquals(all, all.toBuilder().build());
    assertEquals(
        "regions",
        DatasetDescriptor.builder("a")
            .channels("CT")
            .labels(all.labels())
            .regions(all.regions())
            .build()
            .decoder());
  }

  @Test
  void buildChecks() {
    assertThrows(
        IllegalArgumentException.class,
        () -> DatasetDescriptor.builder("a").channels("CT").build());
    assertThrows(
        IllegalArgumentException.class,
        () -> DatasetDescriptor.builder("A b").channels("CT").labels("x", "y").build());
  }
}
