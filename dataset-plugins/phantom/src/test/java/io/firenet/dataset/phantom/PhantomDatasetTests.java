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
      int longest = Math.max(size.depth(), Math.max(size.height(), size.width()));
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
  @CsvSource({"cases,0", "cases,many", "size,23", "seed,1.5", "colour,red"})
  void refusesOptionsItDoesNotUnderstand(String name, String value) {
    InvalidDatasetException error =
        assertThrows(InvalidDatasetException.class, () -> cases(Map.of(name, value)));
    assertTrue(error.getMessage().contains(name), error.getMessage());
  }

  @Test
  void refusesAFolder() {
    assertThrows(
        InvalidDatasetException.class, () -> PROVIDER.open(DatasetSource.of(Path.of("x"))));
  }
}
