package io.firenet.core.evaluation;

import io.firenet.core.evaluation.SurfaceDistances.Box;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Compares a predicted label map with its reference, label by label. */
public final class SegmentationMetrics {

  /** How far the two affines may lie apart, as a part of the longest voxel side. */
  private static final double AFFINE_TOLERANCE = 1e-3;

  private final int labelCount;
  private final GridSize size;
  private long counted; // voxels whose reference is known
  private final long[] both;
  private final long[] predicted;
  private final long[] reference;
  private final int[][] bounds; // per label d0 d1 h0 h1 w0 w1 of its voxels in either map

  private SegmentationMetrics(int labelCount, GridSize size) {
    this.labelCount = labelCount;
    this.size = size;
    both = new long[labelCount];
    predicted = new long[labelCount];
    reference = new long[labelCount];
    bounds = new int[labelCount][];
    for (int label = 0; label < labelCount; label++) {
      bounds[label] = new int[] {Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 0};
    }
  }

  /**
   * All metrics of the foreground labels. Values outside the labels count as background. Voxels
   * whose reference is {@link LabelMap#IGNORED} do not count, as if they lay outside the grid; but
   * a border to them is no surface.
   *
   * @param predicted the prediction
   * @param reference the reference, on the same grid
   * @param labelCount number of labels, background included
   * @return metrics by label value, 1 to {@code labelCount - 1}
   * @throws IllegalArgumentException if the grids differ
   */
  public static Map<Integer, LabelMetrics> compare(
      LabelMap predicted, LabelMap reference, int labelCount) {
    return compare(predicted, reference, labelCount, true);
  }

  /**
   * Like {@link #compare} without the distances, which are NaN: much faster on large images.
   *
   * @param predicted the prediction
   * @param reference the reference, on the same grid
   * @param labelCount number of labels, background included
   * @return metrics by label value, 1 to {@code labelCount - 1}
   */
  public static Map<Integer, LabelMetrics> compareOverlap(
      LabelMap predicted, LabelMap reference, int labelCount) {
    return compare(predicted, reference, labelCount, false);
  }

  static Map<Integer, LabelMetrics> compare(
      LabelMap predicted, LabelMap reference, int labelCount, boolean distances) {
    double[] spacingMm = requireOneGrid(predicted.geometry(), reference.geometry());
    SegmentationMetrics counts = new SegmentationMetrics(labelCount, reference.size());
    short[] found = known(predicted.data(), reference);
    counts.count(found, reference.data());
    Map<Integer, LabelMetrics> metrics = new TreeMap<>();
    for (int label = 1; label < labelCount; label++) {
      SurfaceDistances surfaces = SurfaceDistances.UNDEFINED;
      if (distances && counts.predicted[label] > 0 && counts.reference[label] > 0) {
        surfaces =
            SurfaceDistances.between(
                found, reference.data(), label, reference.size(), counts.box(label), spacingMm);
      }
      metrics.put(label, counts.metrics(label, surfaces));
    }
    return metrics;
  }

  /** A prediction without what is not known. */
  private static short[] known(short[] predicted, LabelMap reference) {
    if (reference.ignored() == 0) {
      return predicted;
    }
    short[] known = predicted.clone();
    for (int i = 0; i < known.length; i++) {
      if (reference.data()[i] == LabelMap.IGNORED) {
        known[i] = LabelMap.IGNORED;
      }
    }
    return known;
  }

  private static double[] requireOneGrid(ImageGeometry predicted, ImageGeometry reference) {
    double[] spacingMm = reference.spacingMm();
    double toleranceMm = AFFINE_TOLERANCE * Arrays.stream(spacingMm).max().orElseThrow();
    if (!predicted.matches(reference, toleranceMm)) {
      throw new IllegalArgumentException(
          "prediction and reference must share one grid, got %s %s and %s %s; bring the prediction"
                  .formatted(
                      predicted.size(),
                      predicted.voxelToWorld(),
                      reference.size(),
                      reference.voxelToWorld())
              + " back onto the image's grid first");
    }
    return spacingMm;
  }

  private void count(short[] predictedData, short[] referenceData) {
    int index = 0;
    for (int d = 0; d < size.depth(); d++) {
      for (int h = 0; h < size.height(); h++) {
        for (int w = 0; w < size.width(); w++, index++) {
          int p = predictedData[index];
          int r = referenceData[index];
          counted += r == LabelMap.IGNORED ? 0 : 1;
          if (p > 0 && p < labelCount) {
            predicted[p]++;
            grow(bounds[p], d, h, w);
            if (p == r) {
              both[p]++;
            }
          }
          if (r > 0 && r < labelCount) {
            reference[r]++;
            if (r != p) {
              grow(bounds[r], d, h, w);
            }
          }
        }
      }
    }
  }

  private static void grow(int[] bounds, int d, int h, int w) {
    bounds[0] = Math.min(bounds[0], d);
    bounds[1] = Math.max(bounds[1], d + 1);
    bounds[2] = Math.min(bounds[2], h);
    bounds[3] = Math.max(bounds[3], h + 1);
    bounds[4] = Math.min(bounds[4], w);
    bounds[5] = Math.max(bounds[5], w + 1);
  }

  private Box box(int label) {
    int[] b = bounds[label];
    return new Box(b[0], b[1], b[2], b[3], b[4], b[5]);
  }

  private LabelMetrics metrics(int label, SurfaceDistances surfaces) {
    long falsePositives = predicted[label] - both[label];
    long falseNegatives = reference[label] - both[label];
    return new LabelMetrics(
        both[label],
        falsePositives,
        falseNegatives,
        counted - both[label] - falsePositives - falseNegatives,
        surfaces.hausdorff(),
        surfaces.hausdorff95(),
        surfaces.mean());
  }
}
