package io.firenet.dataset.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetProvider;
import io.firenet.dataset.DatasetSource;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.volume.GridSize;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhantomDatasetTests {

  private static final DatasetProvider PROVIDER = new PhantomDataset();

  private static List<Case> cases(Map<String, String> options) throws IOException {
    return PROVIDER.open(new DatasetSource(Optional.empty(), options)).cases();
  }

  @Test
  void serviceLoaderFindsTheProvider() {
    assertTrue(
        ServiceLoader.load(DatasetProvider.class).stream()
            .anyMatch(provider -> provider.type() == PhantomDataset.class));
  }

  @Test
  void oneSeedGivesOneImage() throws IOException {
    Case first = cases(Map.of()).get(3);
    Case again = cases(Map.of("cases", "7")).get(3);
    assertEquals(first.id(), again.id());
    assertArrayEquals(first.image().data(), again.image().data());
    assertArrayEquals(first.labels().data(), again.labels().data());
    assertEquals(first.image().geometry(), again.labels().geometry());
  }

  @Test
  void casesAndSeedsDiffer() throws IOException {
    List<Case> cases = cases(Map.of("cases", "12"));
    Set<String> ids = new HashSet<>();
    Set<GridSize> sizes = new HashSet<>();
    for (Case each : cases) {
      ids.add(each.id());
      sizes.add(each.image().size());
    }
    assertEquals(12, ids.size());
    assertTrue(sizes.size() > 6, () -> "sizes should vary, got " + sizes);
    assertFalse(
        Arrays.equals(
            cases.get(0).image().data(), cases(Map.of("seed", "2")).get(0).image().data()));
  }

  @Test
  void everyCaseShowsEveryLabelInsideTheSizeAskedFor() throws IOException {
    for (Case each : cases(Map.of("cases", "30", "size", "40"))) {
      LabelMap labels = each.labels();
      int[] voxels = new int[PROVIDER.descriptor().labels().size()];
      for (short label : labels.data()) {
        voxels[label]++;
      }
      for (int count : voxels) {
        assertTrue(count > 100, () -> each.id() + ": voxels per label " + Arrays.toString(voxels));
      }
      GridSize size = labels.size();
      int longest = size.longestSide();
      assertTrue(longest <= 40, () -> each.id() + " has " + size);
    }
  }

  /** The labels must tell something about the image: organs are brighter than the aorta. */
  @Test
  void labelsLieOnTheStructuresOfTheImage() throws IOException {
    for (Case each : cases(Map.of("cases", "5"))) {
      Volume image = each.image();
      LabelMap labels = each.labels();
      double aorta = mean(image, labels, 4);
      assertTrue(mean(image, labels, 1) > 1.5 * aorta, each.id());
      assertTrue(mean(image, labels, 2) > 1.5 * aorta, each.id());
    }
  }

  private static double mean(Volume image, LabelMap labels, int label) {
    double sum = 0;
    int count = 0;
    for (int at = 0; at < labels.data().length; at++) {
      if (labels.data()[at] == label) {
        sum += image.data()[at];
        count++;
      }
    }
    return sum / count;
  }

  @ParameterizedTest
  @CsvSource({"cases,0", "cases,many", "size,23", "seed,1.5", "task,counting", "colour,red"})
  void refusesOptionsItDoesNotUnderstand(String name, String value) {
    InvalidDatasetException error =
        assertThrows(InvalidDatasetException.class, () -> cases(Map.of(name, value)));
    assertTrue(error.getMessage().contains(name), error.getMessage());
  }

  /** The class can be told from the image: fat is dark in one, the aorta bright in another. */
  @Test
  void classesTellTheContrastOfTheImage() throws IOException {
    List<Case> plain = cases(Map.of("cases", "6"));
    List<Case> classified = cases(Map.of("cases", "6", "task", "classification"));
    for (int i = 0; i < 6; i++) {
      int contrast = ((Target.Category) classified.get(i).target()).index();
      assertEquals(i % 3, contrast);
      Volume image = classified.get(i).image();
      Volume usual = plain.get(i).image();
      LabelMap labels = plain.get(i).labels();
      assertEquals(contrast == 2, mean(image, labels, 4) > 2 * mean(usual, labels, 4));
      assertEquals(contrast == 1, mean(image, labels, 0) < 0.8 * mean(usual, labels, 0));
    }
  }

  @Test
  void valueIsTheVolumeOfTheLiver() throws IOException {
    Case measured = cases(Map.of("task", "regression")).get(1);
    LabelMap labels = cases(Map.of()).get(1).labels();
    double[] mm = labels.geometry().spacingMm();
    double liver = 0;
    for (short label : labels.data()) {
      liver += label == 1 ? mm[0] * mm[1] * mm[2] / 1000 : 0;
    }
    List<Double> values = ((Target.Values) measured.target()).values();
    assertEquals(1, values.size());
    assertEquals(liver, values.get(0), 1e-9);
    assertThrows(InvalidDatasetException.class, measured::labels);
  }

  @Test
  void refusesAFolder() {
    assertThrows(
        InvalidDatasetException.class, () -> PROVIDER.open(DatasetSource.of(Path.of("x"))));
  }
}
