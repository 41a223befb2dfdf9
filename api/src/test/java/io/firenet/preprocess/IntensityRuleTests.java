package io.firenet.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntensityRuleTests {

  private static final IntensityRule CT = new IntensityRule.Ct(-100, 300, 50, 40);

  private static Volume line(double spacingMm, float... values) {
    GridSize size = new GridSize(1, 1, values.length);
    return new Volume(ImageGeometry.axisAligned(size, spacingMm), 1, values);
  }

  private static float[] prepared(IntensityRule rule, Volume image) {
    PreprocessingPlan plan = PreprocessingPlan.PAPER.withIntensity(List.of(rule));
    return new Preprocessor(plan).image(image).data();
  }

  @Test
  void ctIsClippedThenScaledByTheForegroundsFigures() {
    assertArrayEquals(
        new float[] {-3.75f, -3.75f, -1.25f, 0, 1.25f, 6.25f, 6.25f},
        prepared(CT, line(1, -1024, -100, 0, 50, 100, 300, 30_000)));
  }

  /** Metal between two voxels of tissue would brighten both if it were clipped afterwards. */
  @Test
  void ctIsClippedBeforeItIsResampled() {
    float[] coarse = prepared(CT, line(0.5, 50, 50, 50, 30_000));
    assertArrayEquals(new float[] {0, 3.125f}, coarse); // of 50 and 300
  }

  @Test
  void aVoxelThatIsNoNumberIsTheSmallestAsEver() {
    assertArrayEquals(
        new float[] {-1.25f, -1.25f, 1.25f}, prepared(CT, line(1, 0, Float.NaN, 100)));
  }

  @Test
  void percentilesAreThoseOfEachImage() {
    Random random = new Random(1);
    float[] values = new float[1001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Volume image = line(1, shuffled(values, random));
    float[] found = prepared(IntensityRule.PERCENTILE, image);
    float[] clipped = image.data().clone();
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.max(5, Math.min(995, clipped[i])); // numpy.percentile([0, 1000], 0.5)
    }
    assertArrayEquals(prepared(IntensityRule.STANDARDISE, line(1, clipped)), found);
    float[] tenfold = image.data().clone();
    for (int i = 0; i < tenfold.length; i++) {
      tenfold[i] *= 16;
    }
    assertArrayEquals(found, prepared(IntensityRule.PERCENTILE, line(1, tenfold)), 1e-6f);
  }

  @Test
  void anImageOfOneValueAndFewOthersIsNotBlankedByPercentiles() {
    float[] values = new float[1000];
    values[3] = 1;
    assertTrue(prepared(IntensityRule.PERCENTILE, line(1, values))[3] > 1);
  }

  private static float[] shuffled(float[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      float one = values[i];
      values[i] = values[j];
      values[j] = one;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000, 70_000})
  void orderStatisticsAreThoseOfASortedCopy(int n) {
    Random random = new Random(n);
    float[] values = new float[n + 2];
    for (int i = 0; i < n; i++) {
      values[i + 1] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6) - 2));
    }
    values[1] = n > 2 ? Float.NaN : values[1];
    values[0] = Float.NEGATIVE_INFINITY; // outside the range
    float[] sorted = Arrays.copyOfRange(values, n > 2 ? 2 : 1, n + 1);
    Arrays.sort(sorted);
    OrderStatistics statistics = new OrderStatistics(values, 1, n + 1);
    assertEquals(sorted.length, statistics.count());
    for (double percent : new double[] {0, 0.5, 33, 50, 99.5, 100}) {
      double rank = percent / 100 * (sorted.length - 1);
      int below = (int) rank;
      int above = Math.min(below + 1, sorted.length - 1);
      double expected = sorted[below] + (rank - below) * (sorted[above] - (double) sorted[below]);
      assertEquals(expected, statistics.percentile(percent), 1e-9 * (1 + Math.abs(expected)));
    }
  }

  @Test
  void eachChannelHasItsOwn() {
    GridSize size = new GridSize(1, 1, 3);
    float[] data = {0, 50, 100, 1, 2, 3};
    Volume two = new Volume(ImageGeometry.axisAligned(size, 1), 2, data);
    PreprocessingPlan plan =
        PreprocessingPlan.PAPER.withIntensity(List.of(CT, IntensityRule.STANDARDISE));
    float[] found = new Preprocessor(plan).image(two).data();
    assertArrayEquals(new float[] {-1.25f, 0, 1.25f}, Arrays.copyOf(found, 3));
    assertEquals(0, found[4], 1e-6);
    assertEquals(Math.sqrt(1.5), found[5], 1e-6);
    var wrong =
        assertThrows(
            IllegalArgumentException.class, () -> new Preprocessor(plan).image(line(1, 1, 2, 3)));
    assertTrue(wrong.getMessage().contains("1 channels, there are rules for 2"), wrong::getMessage);
  }

  @Test
  void thePapersPlanIsOneHoweverItIsSaid() {
    PreprocessingPlan said =
        PreprocessingPlan.PAPER.withIntensity(List.of(IntensityRule.STANDARDISE));
    assertEquals(PreprocessingPlan.PAPER, said);
    assertEquals(Optional.empty(), said.intensity());
    assertNotEquals(said, said.withIntensity(List.of(CT)));
  }

  @Test
  void figuresOfNoRangeAreRefused() {
    for (double[] bad : new double[][] {{3, 3, 0, 1}, {0, 1, 0, 0}, {0, Double.NaN, 0, 1}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new IntensityRule.Ct(bad[0], bad[1], bad[2], bad[3]));
    }
    assertThrows(IllegalArgumentException.class, () -> new IntensityRule.Percentile(50, 50));
  }
}
