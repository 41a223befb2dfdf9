package io.firenet.core.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentationMetricsTests {

  private static final GridSize SIZE = new GridSize(10, 12, 14);

  /** 3 mm along the depth, 2 mm along the height, 0.5 mm along the width. */
  private static final ImageGeometry GRID = new ImageGeometry(SIZE, Affine.scaling(0.5, 2, 3));

  @Test
  void overlapOfTwoBoxes() {
    // 4×4×4 and the same two voxels further along the width: 32 of 64 voxels in common.
    LabelMetrics m = compare(box(1, 2, 2, 2, 4), box(1, 2, 2, 4, 4));
    assertEquals(32, m.truePositives());
    assertEquals(32, m.falsePositives());
    assertEquals(32, m.falseNegatives());
    assertEquals(SIZE.voxels() - 96, m.trueNegatives());
    assertEquals(64, m.predicted());
    assertEquals(64, m.reference());
    assertEquals(0.5, m.dice(), 1e-12);
    assertEquals(1 / 3.0, m.iou(), 1e-12);
  }

  @Test
  void voxelsToBeIgnoredDoNotCount() {
    // The same boxes; the half of the grid beyond width 6 is unknown: 4×4×4 and 4×4×2 are left.
    short[] reference = box(1, 2, 2, 2, 4);
    for (int i = 0; i < reference.length; i++) {
      if (i % 14 >= 6) {
        reference[i] = LabelMap.IGNORED;
      }
    }
    LabelMetrics m = compare(box(1, 2, 2, 4, 4), reference);
    assertEquals(32, m.truePositives());
    assertEquals(0, m.falsePositives());
    assertEquals(32, m.falseNegatives());
    assertEquals(10 * 12 * 6 - 64, m.trueNegatives());
    assertEquals(2 * 0.5, m.hausdorffMm(), 1e-6);
  }

  /** Both cover the known slice: its contours are compared, not its faces to the unknown. */
  @Test
  void aBorderToWhatIsIgnoredIsNoSurface() {
    short[] reference = box(1, 2, 2, 2, 4);
    for (int i = 0; i < reference.length; i++) {
      if (i / (14 * 12) != 3) {
        reference[i] = LabelMap.IGNORED;
      }
    }
    LabelMetrics m = compare(box(1, 2, 2, 3, 4), reference);
    // contours of 4×4 pixels, 12 of each; those on the columns 2 and 6 are 0.5 mm off
    assertEquals(0.5, m.hausdorffMm(), 1e-6);
    assertEquals((4 * 0.5 + 2 * 0.5 + 4 * 0.5 + 2 * 0.5) / 24, m.meanSurfaceDistanceMm(), 1e-6);
    Arrays.fill(reference, LabelMap.IGNORED);
    reference[index(5, 5, 5)] = 1;
    LabelMetrics none = compare(box(1, 2, 2, 2, 8), reference);
    assertEquals(1, none.dice());
    assertTrue(Double.isNaN(none.hausdorffMm()), "a lone known voxel has no surface");
  }

  @Test
  void aShiftedCubeIsAsFarAsItsShiftInMillimetres() {
    assertEquals(2 * 0.5, compare(box(1, 2, 2, 2, 4), box(1, 2, 2, 4, 4)).hausdorffMm(), 1e-6);
    assertEquals(3 * 2.0, compare(box(1, 2, 2, 2, 4), box(1, 2, 5, 2, 4)).hausdorffMm(), 1e-6);
    assertEquals(4 * 3.0, compare(box(1, 1, 2, 2, 4), box(1, 5, 2, 2, 4)).hausdorffMm(), 1e-6);
  }

  @Test
  void singleVoxels() {
    LabelMetrics m = compare(voxels(1, index(1, 1, 1)), voxels(1, index(3, 2, 5)));
    double expected = Math.sqrt(6 * 6 + 2 * 2 + 2 * 2);
    assertEquals(0, m.dice());
    assertEquals(expected, m.hausdorffMm(), 1e-6);
    assertEquals(expected, m.hausdorff95Mm(), 1e-6);
    assertEquals(expected, m.meanSurfaceDistanceMm(), 1e-6);
  }

  @Test
  void directedDistancesDiffer() {
    // From the pair {0, 10} to the voxel 0: 0 and 5 mm; back: 0. P95 of {0, 5} is 4.75.
    LabelMetrics m = compare(voxels(1, index(0, 0, 0), index(0, 0, 10)), voxels(1, index(0, 0, 0)));
    assertEquals(5, m.hausdorffMm(), 1e-6);
    assertEquals(4.75, m.hausdorff95Mm(), 1e-6);
    assertEquals(5 / 3.0, m.meanSurfaceDistanceMm(), 1e-6);
  }

  @Test
  void theGridsBorderIsASurface() {
    short[] full = new short[(int) SIZE.voxels()];
    Arrays.fill(full, (short) 1);
    LabelMetrics m = compare(full, voxels(1, index(0, 0, 0)));
    double diagonal = Math.sqrt(9 * 3 * 9 * 3 + 11 * 2 * 11 * 2 + 6.5 * 6.5);
    assertEquals(diagonal, m.hausdorffMm(), 1e-5);
  }

  @Test
  void equalMapsAgree() {
    LabelMetrics m = compare(box(1, 2, 2, 2, 4), box(1, 2, 2, 2, 4));
    assertEquals(1, m.dice());
    assertEquals(1, m.iou());
    assertEquals(0, m.hausdorffMm());
    assertEquals(0, m.meanSurfaceDistanceMm());
  }

  @Test
  void aLabelAbsentInBothIsUndefined() {
    LabelMetrics m = compare(new short[1680], new short[1680]);
    assertEquals(Double.NaN, m.dice());
    assertEquals(Double.NaN, m.iou());
    assertEquals(Double.NaN, m.hausdorffMm());
    assertEquals(1680, m.trueNegatives());
  }

  @Test
  void aLabelAbsentInOneHasNoOverlapAndNoDistance() {
    for (LabelMetrics m :
        new LabelMetrics[] {
          compare(box(1, 2, 2, 2, 4), new short[1680]), compare(new short[1680], box(1, 2, 2, 2, 4))
        }) {
      assertEquals(0, m.dice());
      assertEquals(0, m.iou());
      assertEquals(Double.NaN, m.hausdorffMm());
      assertEquals(Double.NaN, m.hausdorff95Mm());
      assertEquals(Double.NaN, m.meanSurfaceDistanceMm());
    }
  }

  @Test
  void labelsAreKeptApart() {
    short[] predicted = box(1, 0, 0, 0, 3);
    short[] reference = box(2, 0, 0, 0, 3);
    reference[index(0, 0, 0)] = 1;
    reference[index(9, 9, 9)] = 9; // no label of this dataset
    Map<Integer, LabelMetrics> m = SegmentationMetrics.compare(map(predicted), map(reference), 3);
    assertEquals(2, m.size());
    assertEquals(2.0 / 28, m.get(1).dice(), 1e-12);
    assertEquals(0, m.get(2).dice());
    assertEquals(26, m.get(2).falseNegatives());
  }

  @Test
  void distancesEqualAnExhaustiveSearch() {
    Random random = new Random(11);
    for (int round = 0; round < 60; round++) {
      short[] a = randomMask(random, 0.02 + 0.9 * random.nextDouble());
      short[] b = randomMask(random, 0.001 + 0.1 * random.nextDouble());
      b[random.nextInt(b.length)] = 1;
      LabelMetrics m = compare(a, b);
      double[] there = exhaustive(a, b);
      double[] back = exhaustive(b, a);
      assertEquals(Math.max(there[there.length - 1], back[back.length - 1]), m.hausdorffMm(), 1e-5);
      assertEquals(
          DoubleStream.concat(Arrays.stream(there), Arrays.stream(back)).average().orElseThrow(),
          m.meanSurfaceDistanceMm(),
          1e-5);
      assertEquals(
          Math.max(
              SurfaceDistances.percentile(there, 0.95), SurfaceDistances.percentile(back, 0.95)),
          m.hausdorff95Mm(),
          1e-5);
    }
  }

  @Test
  void percentilesAreInterpolated() {
    double[] hundredAndOne = IntStream.rangeClosed(0, 100).asDoubleStream().toArray();
    assertEquals(95, SurfaceDistances.percentile(hundredAndOne, 0.95), 1e-12);
    assertEquals(2.8, SurfaceDistances.percentile(new double[] {1, 2, 3}, 0.9), 1e-12);
    assertEquals(7, SurfaceDistances.percentile(new double[] {7}, 0.95));
  }

  @Test
  void overlapAloneLeavesTheDistancesOut() {
    LabelMetrics m =
        SegmentationMetrics.compareOverlap(map(box(1, 2, 2, 2, 4)), map(box(1, 2, 2, 4, 4)), 2)
            .get(1);
    assertEquals(0.5, m.dice(), 1e-12);
    assertEquals(Double.NaN, m.hausdorffMm());
  }

  @Test
  void otherGridsAreRefused() {
    LabelMap shifted =
        new LabelMap(
            new ImageGeometry(SIZE, Affine.of(0.5, 0, 0, 1, 0, 2, 0, 0, 0, 0, 3, 0)),
            new short[1680]);
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> SegmentationMetrics.compare(map(new short[1680]), shifted, 2));
    assertTrue(e.getMessage().contains("must share one grid"), e.getMessage());
  }

  private static LabelMetrics compare(short[] predicted, short[] reference) {
    return SegmentationMetrics.compare(map(predicted), map(reference), 2).get(1);
  }

  private static LabelMap map(short[] data) {
    return new LabelMap(GRID, data);
  }

  private static int index(int d, int h, int w) {
    return (d * SIZE.height() + h) * SIZE.width() + w;
  }

  private static short[] voxels(int label, int... indices) {
    short[] data = new short[(int) SIZE.voxels()];
    for (int i : indices) {
      data[i] = (short) label;
    }
    return data;
  }

  private static short[] box(int label, int d0, int h0, int w0, int side) {
    short[] data = new short[(int) SIZE.voxels()];
    for (int d = d0; d < d0 + side; d++) {
      for (int h = h0; h < h0 + side; h++) {
        for (int w = w0; w < w0 + side; w++) {
          data[index(d, h, w)] = (short) label;
        }
      }
    }
    return data;
  }

  private static short[] randomMask(Random random, double density) {
    short[] data = new short[(int) SIZE.voxels()];
    for (int i = 0; i < data.length; i++) {
      data[i] = (short) (random.nextDouble() < density ? 1 : 0);
    }
    return data;
  }

  /** Distances of all surface voxels of a to the nearest of b, by the definition. */
  private static double[] exhaustive(short[] a, short[] b) {
    int[] from = surface(a);
    int[] to = surface(b);
    return Arrays.stream(from)
        .mapToDouble(p -> Arrays.stream(to).mapToDouble(q -> distance(p, q)).min().orElseThrow())
        .sorted()
        .toArray();
  }

  private static int[] surface(short[] mask) {
    return IntStream.range(0, mask.length)
        .filter(i -> mask[i] == 1 && hasOutsideNeighbour(mask, i))
        .toArray();
  }

  private static boolean hasOutsideNeighbour(short[] mask, int i) {
    int[] at = position(i);
    for (int axis = 0; axis < 3; axis++) {
      for (int step = -1; step <= 1; step += 2) {
        int[] next = at.clone();
        next[axis] += step;
        boolean inside =
            next[0] >= 0
                && next[0] < SIZE.depth()
                && next[1] >= 0
                && next[1] < SIZE.height()
                && next[2] >= 0
                && next[2] < SIZE.width();
        if (!inside || mask[index(next[0], next[1], next[2])] == 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static int[] position(int i) {
    return new int[] {
      i / (SIZE.height() * SIZE.width()), i / SIZE.width() % SIZE.height(), i % SIZE.width()
    };
  }

  private static double distance(int p, int q) {
    int[] a = position(p);
    int[] b = position(q);
    return Math.sqrt(
        Math.pow(3.0 * (a[0] - b[0]), 2)
            + Math.pow(2.0 * (a[1] - b[1]), 2)
            + Math.pow(0.5 * (a[2] - b[2]), 2));
  }
}
