package io.firenet.format.nifti;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.firenet.volume.Affine;
import io.firenet.volume.Volume;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads every conformance file as nibabel does, or refuses it where nibabel does. */
class NiftiConformanceTests {

  /** Relative; values are held in float32. */
  private static final double FLOAT32 = 1.2e-7;

  @Test
  void readsWhatNibabelReads() throws IOException {
    Path folder = Path.of(System.getProperty("firenet.data", ""), "nifti-conformance");
    Path expected = folder.resolve("expected.json");
    assumeTrue(Files.exists(expected), "no conformance files at " + folder);
    // Python writes NaN bare, which JSON does not know.
    String json = Files.readString(expected).replaceAll("(?<=[\\s\\[,:])NaN", "\"nan\"");
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject entries = reader.readObject();
      assertEquals(51, entries.size());
      assertAll(
          entries.keySet().stream()
              .map(name -> () -> check(folder.resolve(name), entries.getJsonObject(name))));
    }
  }

  private static void check(Path file, JsonObject expected) throws IOException {
    if (expected.containsKey("nibabel_error")) {
      IOException error =
          assertThrows(IOException.class, () -> Nifti.readVolume(file), file.toString());
      String message = error.getMessage();
      assertTrue(message.startsWith(file.getParent().toString()), message);
      assertEquals(1, message.lines().count(), message);
      return;
    }
    Volume volume = Nifti.readVolume(file);
    assertAll(
        file.toString(),
        () -> checkShape(volume, expected.getJsonArray("shape")),
        () -> checkAffine(volume.geometry().voxelToWorld(), expected.getJsonArray("affine")),
        () -> assertEquals(volume.geometry(), Nifti.readGeometry(file)),
        () -> checkValues(volume.data(), expected),
        () -> checkStatistics(volume.data(), expected));
  }

  private static void checkShape(Volume volume, JsonArray shape) {
    int[] sides = {
      volume.size().width(), volume.size().height(), volume.size().depth(), volume.channels()
    };
    for (int axis = 0; axis < 4; axis++) {
      assertEquals(axis < shape.size() ? shape.getInt(axis) : 1, sides[axis], "axis " + axis);
    }
  }

  private static void checkAffine(Affine affine, JsonArray expected) {
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        double value = number(expected.getJsonArray(row).get(column));
        double tolerance = 1e-6 * Math.max(1, Math.abs(value));
        assertEquals(value, affine.get(row, column), tolerance, row + ", " + column);
      }
    }
  }

  private static void checkValues(float[] data, JsonObject expected) {
    JsonArray first = expected.getJsonArray("first10_xfastest");
    for (int i = 0; i < first.size(); i++) {
      checkValue(number(first.get(i)), data[i], i);
    }
    for (Map.Entry<String, JsonValue> sample : expected.getJsonObject("samples").entrySet()) {
      int index = Integer.parseInt(sample.getKey());
      checkValue(number(sample.getValue()), data[index], index);
    }
  }

  private static void checkValue(double expected, float actual, int index) {
    double tolerance = Double.isNaN(expected) ? 0 : Math.abs(expected) * FLOAT32;
    assertEquals(expected, actual, tolerance, "value " + index);
  }

  private static void checkStatistics(float[] data, JsonObject expected) {
    int nonFinite = 0;
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (float value : data) {
      if (Float.isFinite(value)) {
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
      } else {
        nonFinite++;
      }
    }
    double expectedMin = number(expected.get("min_finite"));
    double expectedMax = number(expected.get("max_finite"));
    double tolerance = FLOAT32 * Math.max(Math.abs(expectedMin), Math.abs(expectedMax));
    assertEquals(expected.getInt("nonfinite"), nonFinite);
    assertEquals(expectedMin, min, tolerance);
    assertEquals(expectedMax, max, tolerance);
    assertEquals(number(expected.get("mean_finite")), sum / (data.length - nonFinite), tolerance);
  }

  private static double number(JsonValue value) {
    return value instanceof JsonNumber number ? number.doubleValue() : Double.NaN;
  }
}
