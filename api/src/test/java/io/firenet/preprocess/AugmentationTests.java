package io.firenet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.preprocess.Augmentation.Kind;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class AugmentationTests {

  private static final GridSize SIZE = new GridSize(20, 25, 30);
  private static final ImageGeometry GRID = ImageGeometry.axisAligned(SIZE, 1);
  private static final int VOXELS = (int) SIZE.voxels();
  private static final Augmentation ALL = Augmentation.DEFAULT.only(EnumSet.allOf(Kind.class));

  @Test
  void defaultIsTheDeformationOfEarlierRuns() {
    Volume image = Grids.noise(GRID, 2, 1);
    LabelMap labels = Grids.noiseLabels(GRID, 1);
    LabelledVolume expected = new ElasticDeformation(16, 2, 8, 0.08).apply(image, labels, 7);
    LabelledVolume got = Augmentation.DEFAULT.apply(image, labels, 7);
    assertArrayEquals(expected.image().data(), got.image().data());
    assertArrayEquals(expected.labels().data(), got.labels().data());
  }

  @Test
  void dependsOnTheSeedAloneAndLeavesItsInput() throws Exception {
    Volume image = Grids.noise(GRID, 2, 1);
    float[] before = image.data().clone();
    LabelMap labels = Grids.noiseLabels(GRID, 1);
    LabelledVolume first = ALL.apply(image, labels, 7);
    ForkJoinPool oneThread = new ForkJoinPool(1);
    try {
      LabelledVolume again = oneThread.submit(() -> ALL.apply(image, labels, 7)).get();
      assertArrayEquals(first.image().data(), again.image().data());
      assertArrayEquals(first.labels().data(), again.labels().data());
    } finally {
      oneThread.shutdown();
    }
    assertArrayEquals(first.image().data(), ALL.apply(image, 7).data());
    assertFalse(Arrays.equals(first.image().data(), ALL.apply(image, 8).data()));
    assertArrayEquals(before, image.data());
  }

  @Test
  void flipsReverseImageAndLabelsExactlyAndAllEightOccur() {
    Augmentation flip = Augmentation.DEFAULT.only(Set.of(Kind.FLIP));
    Volume image = Grids.noise(GRID, 2, 1);
    LabelMap labels = Grids.noiseLabels(GRID, 1);
    Set<Integer> seen = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      LabelledVolume flipped = flip.apply(image, labels, seed);
      int which = which(image, flipped.image());
      seen.add(which);
      for (int i = 0; i < VOXELS; i++) {
        int from = mirrored(i, which);
        assertEquals(image.data()[VOXELS + from], flipped.image().data()[VOXELS + i]);
        assertEquals(labels.data()[from], flipped.labels().data()[i]);
      }
    }
    assertEquals(8, seen.size());
  }

  private static int which(Volume image, Volume flipped) {
    for (int which = 0; which < 8; which++) {
      if (image.data()[mirrored(0, which)] == flipped.data()[0]) {
        return which;
      }
    }
    throw new AssertionError("no corner of the image lies in the first voxel");
  }

  private static int mirrored(int voxel, int which) {
    int x = voxel % SIZE.width();
    int y = voxel / SIZE.width() % SIZE.height();
    int z = voxel / SIZE.width() / SIZE.height();
    x = (which & 1) == 0 ? x : SIZE.width() - 1 - x;
    y = (which & 2) == 0 ? y : SIZE.height() - 1 - y;
    z = (which & 4) == 0 ? z : SIZE.depth() - 1 - z;
    return (z * SIZE.height() + y) * SIZE.width() + x;
  }

  /** To flip and to rotate in one resampling is to rotate what was flipped before. */
  @Test
  void flipAndRotationAreOneResampling() {
    Volume image = Grids.noise(GRID, 1, 1);
    float[] reversed = image.data().clone();
    for (int i = 0; i < VOXELS; i++) {
      reversed[i] = image.data()[mirrored(i, 7)];
    }
    Augmentation rotated = new Augmentation(16, 0, 8, 0.08, 0, IntensityVariation.NONE);
    Augmentation both = new Augmentation(16, 0, 8, 0.08, 1, IntensityVariation.NONE);
    float[] expected = rotated.apply(new Volume(GRID, 1, reversed), 3).data();
    assertArrayEquals(expected, both.apply(image, 3).data(), 1e-5f);
  }

  @Test
  void intensitiesVaryAndLabelsDoNot() {
    Augmentation intensity = Augmentation.DEFAULT.only(Set.of(Kind.INTENSITY));
    Volume image = Grids.noise(GRID, 2, 1);
    LabelMap labels = Grids.noiseLabels(GRID, 1);
    LabelledVolume changed = intensity.apply(image, labels, 5);
    assertArrayEquals(labels.data(), changed.labels().data());
    assertFalse(Arrays.equals(image.data(), changed.image().data()));
    for (float one : changed.image().data()) {
      assertTrue(Float.isFinite(one));
    }
  }

  @Test
  void eachIntensityChangeIsWhatItSays() {
    Volume image = Grids.noise(GRID, 1, 1);
    float[] brighter = vary(image, new IntensityVariation(0.5, 0, 0, 0));
    float[] contrast = vary(image, new IntensityVariation(0, 0.5, 0, 0));
    float[] gamma = vary(image, new IntensityVariation(0, 0, 0.5, 0));
    float[] noisy = vary(image, new IntensityVariation(0, 0, 0, 0.5));
    float[] data = image.data();
    float added = brighter[0] - data[0];
    assertTrue(Math.abs(added) > 1e-3);
    double factor = (contrast[1] - contrast[0]) / (data[1] - data[0]);
    assertTrue(Math.abs(factor - 1) > 1e-3);
    double squares = 0;
    for (int i = 0; i < VOXELS; i++) {
      assertEquals(added, brighter[i] - data[i], 1e-5);
      assertEquals(factor * (data[i] - data[0]), contrast[i] - contrast[0], 1e-4);
      assertEquals(data[i] > data[0], gamma[i] > gamma[0], "order");
      squares += Math.pow(noisy[i] - data[i], 2);
    }
    assertEquals(mean(data), mean(contrast), 1e-5);
    assertEquals(min(data), min(gamma), 1e-5);
    assertTrue(Math.sqrt(squares / VOXELS) < 0.52 && squares > 0, () -> "noise");
  }

  private static float[] vary(Volume image, IntensityVariation intensity) {
    return new Augmentation(16, 0, 0, 0, 0, intensity).apply(image, 11).data();
  }

  private static double mean(float[] data) {
    double sum = 0;
    for (float one : data) {
      sum += one;
    }
    return sum / data.length;
  }

  private static double min(float[] data) {
    float least = data[0];
    for (float one : data) {
      least = Math.min(least, one);
    }
    return least;
  }

  @Test
  void onlyTheNamedKindsAreLeft() {
    assertEquals(
        new Augmentation(16, 2, 0, 0, 0.5, IntensityVariation.NONE),
        Augmentation.DEFAULT.only(Set.of(Kind.ELASTIC, Kind.FLIP)));
    Augmentation own = new Augmentation(10, 0, 3, 0, 0, new IntensityVariation(1, 0, 0, 0));
    assertEquals(
        new Augmentation(10, 2, 3, 0, 0, IntensityVariation.NONE),
        own.only(Set.of(Kind.ELASTIC, Kind.ROTATE)));
    assertEquals(own, own.only(Set.of(Kind.ROTATE, Kind.INTENSITY)));
    assertEquals(
        new Augmentation(16, 0, 8, 0, 0.5, IntensityVariation.NONE), ALL.keepingMeasures());
  }

  @Test
  void strengthsOutOfRangeAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Augmentation(16, 2, 8, 0.08, 1.5, IntensityVariation.NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Augmentation(16, -2, 8, 0.08, 0, IntensityVariation.NONE));
    var e = assertThrows(IllegalArgumentException.class, () -> new IntensityVariation(0, -1, 0, 0));
    assertTrue(e.getMessage().contains("-1"), e.getMessage());
  }
}
