package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean of what several networks say of an image, as probabilities on the image's own grid: for
 * networks whose preparations differ, so that their logits lie on other grids and have other
 * scales. Holds K float32 values a voxel of the image.
 */
public final class ProbabilityMean {

  private static final float HALF = 0.5f;

  private final ImageGeometry geometry;
  private final List<Integer> painted;
  private final float[][] sums; // [K][D·H·W]

  /**
   * A mean to which no network has been added.
   *
   * @param geometry the image's own
   * @param classes K
   * @param painted the label that each region paints; empty for classes that exclude each other
   */
  public ProbabilityMean(ImageGeometry geometry, int classes, List<Integer> painted) {
    this.geometry = geometry;
    this.painted = List.copyOf(painted);
    sums = new float[classes][(int) geometry.size().voxels()];
  }

  /**
   * Adds a network's probabilities: the softmax, or the sigmoids of regions, of its logits,
   * interpolated trilinearly at each voxel of the image.
   *
   * @param inference the network's
   * @param source {@code [C,D,H,W]}, as acquired, on this mean's grid
   * @param windows their largest side and how far they overlap
   * @param network from {@code [C,D,H,W]} to {@code [K,D,H,W]}
   * @param share how much it counts; all of them add up to 1
   * @throws IllegalArgumentException as {@link Inference#segment(Volume, SlidingWindow,
   *     LogitsFunction)}
   */
  public void add(
      Inference inference,
      Volume source,
      SlidingWindow windows,
      LogitsFunction network,
      double share) {
    boolean regions = !painted.isEmpty();
    inference.project(
        source,
        windows,
        network,
        (voxel, logits) -> {
          float max = 0;
          double total = 1;
          if (!regions) {
            max = Float.NEGATIVE_INFINITY;
            for (float logit : logits) {
              max = Math.max(max, logit);
            }
            total = 0;
            for (float logit : logits) {
              total += Math.exp(logit - max);
            }
          }
          for (int k = 0; k < sums.length; k++) {
            double p = regions ? 1 / (1 + Math.exp(-logits[k])) : Math.exp(logits[k] - max) / total;
            sums[k][voxel] += (float) (share * p);
          }
        });
  }

  /**
   * {@return the class with the largest probability, the lowest of equals, or what regions above ½
   * paint}
   */
  public LabelMap labels() {
    VoxelRule rule = new VoxelRule(sums.length, painted, HALF);
    GridSize size = geometry.size();
    int plane = size.height() * size.width();
    short[] labels = new short[(int) size.voxels()];
    IntStream.range(0, size.depth())
        .parallel()
        .forEach(
            z -> {
              for (int i = z * plane; i < (z + 1) * plane; i++) {
                int voxel = i;
                labels[i] = rule.label(rule.winner(k -> sums[k][voxel]));
              }
            });
    return new LabelMap(geometry, labels);
  }

  /**
   * The means.
   *
   * @return {@code [K,D,H,W]}
   * @throws IllegalArgumentException if they are too many for one array
   */
  public Volume probabilities() {
    long values = sums.length * geometry.size().voxels();
    if (values > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "probabilities of %s classes on %s voxels are too large for one array; ask for labels"
              .formatted(sums.length, geometry.size()));
    }
    float[] all = new float[(int) values];
    for (int k = 0; k < sums.length; k++) {
      System.arraycopy(sums[k], 0, all, k * sums[k].length, sums[k].length);
    }
    return new Volume(geometry, sums.length, all);
  }
}
