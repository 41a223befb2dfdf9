package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import io.firenet.volume.Volume;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Overlapping windows over a grid whose logits are averaged with Gaussian weights, so that a
 * window's edges, where it sees least context, count least.
 *
 * @param maxSide most voxels a side of a window
 * @param overlap fraction of a window that it shares with the next at least, in [0, 1)
 */
public record SlidingWindow(int maxSide, double overlap) {

  /** Standard deviation of the weights as a fraction of the window's side. */
  private static final double SIGMA = 0.125;

  /**
   * Checks what it is made of.
   *
   * @param maxSide most voxels a side of a window
   * @param overlap fraction of a window that it shares with the next at least, in [0, 1)
   * @throws IllegalArgumentException if the side is below 1 or the overlap outside [0, 1)
   */
  public SlidingWindow {
    if (maxSide < 1 || !(overlap >= 0 && overlap < 1)) {
      throw new IllegalArgumentException(
          "maxSide must be at least 1 and overlap in [0, 1), got %s and %s"
              .formatted(maxSide, overlap));
    }
  }

  /**
   * Windows that overlap by half.
   *
   * @param maxSide in voxels, at least 1
   */
  public SlidingWindow(int maxSide) {
    this(maxSide, 0.5);
  }

  /**
   * The logits of a whole image: one pass if it fits in a window, otherwise the weighted mean of
   * all windows over each voxel.
   *
   * @param image {@code [C,D,H,W]}, preprocessed
   * @param classes K
   * @param network from {@code [C,D,H,W]} to {@code [K,D,H,W]}
   * @return {@code [K,D,H,W]}, float32
   * @throws IllegalArgumentException if K·D·H·W values are too large for an array, or the network
   *     returns another number of values
   */
  public float[] logits(Volume image, int classes, LogitsFunction network) {
    GridSize grid = image.size();
    checkLength(classes, grid);
    if (windowSize(grid).equals(grid)) {
      return run(image, classes, network);
    }
    float[] whole = new float[Math.toIntExact(classes * grid.voxels())];
    logits(image, classes, network, slab -> slab.copyTo(whole, classes));
    return whole;
  }

  /**
   * As {@link #logits(Volume, int, LogitsFunction)}, from the first plane to the last, each slab as
   * soon as no further window touches it. Memory holds one layer of windows, however deep the image
   * is.
   */
  void logits(Volume image, int classes, LogitsFunction network, Consumer<LogitsSlab> sink) {
    GridSize grid = image.size();
    GridSize size = windowSize(grid);
    if (size.equals(grid)) {
      checkLength(classes, grid);
      sink.accept(LogitsSlab.whole(run(image, classes, network), grid));
      return;
    }
    int[] depths = starts(grid.depth(), size.depth());
    int[] heights = starts(grid.height(), size.height());
    int[] widths = starts(grid.width(), size.width());
    double[][] depthWeights = weights(depths, size.depth(), grid.depth());
    double[][] heightWeights = weights(heights, size.height(), grid.height());
    double[][] widthWeights = weights(widths, size.width(), grid.width());
    // One plane more than a window, as interpolation needs the last plane of the slab before.
    int stored = Math.min(grid.depth(), size.depth() + 1);
    GridSize layer = new GridSize(stored, grid.height(), grid.width());
    checkLength(classes, layer);
    float[] mean = new float[Math.toIntExact(classes * layer.voxels())];
    int first = 0;
    for (int z = 0; z < depths.length; z++) {
      for (int y = 0; y < heights.length; y++) {
        for (int x = 0; x < widths.length; x++) {
          Crop window = new Crop(depths[z], heights[y], widths[x], size);
          float[] logits = run(window.apply(image), classes, network);
          Crop place = new Crop(depths[z] - first, heights[y], widths[x], size);
          add(logits, place, depthWeights[z], heightWeights[y], widthWeights[x], mean, layer);
        }
      }
      boolean last = z == depths.length - 1;
      int end = last ? grid.depth() : depths[z + 1];
      sink.accept(new LogitsSlab(mean, grid, stored, first, Math.max(0, depths[z] - 1), end));
      if (!last) {
        shift(mean, layer, depths[z + 1] - 1 - first);
        first = depths[z + 1] - 1;
      }
    }
  }

  /** Moves all planes of all classes ahead and clears those behind. */
  private static void shift(float[] data, GridSize layer, int planes) {
    int plane = layer.height() * layer.width();
    int length = layer.depth() * plane;
    for (int start = 0; start < data.length; start += length) {
      System.arraycopy(data, start + planes * plane, data, start, length - planes * plane);
      Arrays.fill(data, start + length - planes * plane, start + length, 0);
    }
  }

  /**
   * {@return the size of each window over a grid; the grid's own if it fits in one}
   *
   * @param grid the preprocessed image's
   */
  public GridSize windowSize(GridSize grid) {
    return Crop.centred(grid, maxSide).size();
  }

  /**
   * {@return the number of windows over a grid, which is the number of forward passes; at most one
   * for each voxel}
   *
   * @param grid the preprocessed image's
   */
  public long count(GridSize grid) {
    GridSize size = windowSize(grid);
    return (long) count(grid.depth(), size.depth())
        * count(grid.height(), size.height())
        * count(grid.width(), size.width());
  }

  private int count(int side, int window) {
    int step = Math.max(1, (int) (window * (1 - overlap)));
    return (side - window + step - 1) / step + 1;
  }

  private static void checkLength(int classes, GridSize grid) {
    if (classes * grid.voxels() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "logits of %s classes on %s voxels are too large for one array; use a coarser spacing"
              .formatted(classes, grid));
    }
  }

  /** First voxels of the windows along one axis: evenly spread, the last ends at the edge. */
  int[] starts(int side, int window) {
    int count = count(side, window);
    int[] starts = new int[count];
    for (int i = 1; i < count; i++) {
      starts[i] = (int) Math.round((double) i * (side - window) / (count - 1));
    }
    return starts;
  }

  /**
   * The weights of each window along one axis, which sum to one over the windows of each voxel. As
   * windows lie on a lattice, the products of three such weights sum to one as well.
   */
  private static double[][] weights(int[] starts, int window, int side) {
    double[][] weights = new double[starts.length][window];
    double[] sums = new double[side];
    for (int i = 0; i < starts.length; i++) {
      for (int p = 0; p < window; p++) {
        double distance = (p - (window - 1) / 2.0) / (SIGMA * window);
        weights[i][p] = Math.exp(-0.5 * distance * distance);
        sums[starts[i] + p] += weights[i][p];
      }
    }
    for (int i = 0; i < starts.length; i++) {
      for (int p = 0; p < window; p++) {
        weights[i][p] /= sums[starts[i] + p];
      }
    }
    return weights;
  }

  private static void add(
      float[] logits,
      Crop window,
      double[] depthWeights,
      double[] heightWeights,
      double[] widthWeights,
      float[] mean,
      GridSize grid) {
    GridSize size = window.size();
    int classes = (int) (logits.length / size.voxels());
    IntStream.range(0, classes * size.depth())
        .parallel()
        .forEach(
            slice -> {
              int k = slice / size.depth();
              int z = slice % size.depth();
              int in = slice * size.height() * size.width();
              int classBase = k * (int) grid.voxels();
              for (int y = 0; y < size.height(); y++) {
                double weight = depthWeights[z] * heightWeights[y];
                int out = classBase + window.row(grid, z, y);
                for (int x = 0; x < size.width(); x++) {
                  mean[out + x] += (float) (weight * widthWeights[x] * logits[in++]);
                }
              }
            });
  }

  private static float[] run(Volume image, int classes, LogitsFunction network) {
    float[] logits = network.apply(image.data(), image.size());
    long expected = classes * image.size().voxels();
    if (logits.length != expected) {
      throw new IllegalArgumentException(
          "the network must return %s classes × %s voxels = %s logits, got %s"
              .formatted(classes, image.size(), expected, logits.length));
    }
    return logits;
  }
}
