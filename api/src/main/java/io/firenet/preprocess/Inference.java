package io.firenet.preprocess;

import io.firenet.volume.Affine;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.stream.IntStream;

/**
 * The way from an image as it was acquired to labels on that image's own grid, with any network in
 * between.
 *
 * <p>The image is preprocessed as in training ({@link Preprocessor}), goes through the network in
 * one piece or, if a side exceeds {@link PreprocessingPlan#maxSide}, in overlapping windows ({@link
 * SlidingWindow}), and each of its voxels gets the class with the largest logit, interpolated
 * trilinearly at that voxel's place. The logits are held on the network's grid only, never on the
 * image's.
 *
 * <p>A network that answers for an image as a whole ({@link #answer}) sees the preprocessed image,
 * or its middle where a side exceeds the largest, in one piece.
 *
 * <p>Immutable and, if the network is, thread-safe.
 *
 * @param plan the preprocessing of the network's training
 * @param channels C, the network's input channels
 * @param classes K, its output channels: classes, background included, or values; at most 32,767
 */
public record Inference(PreprocessingPlan plan, int channels, int classes) {

  /**
   * @throws IllegalArgumentException if channels or classes are out of range
   */
  public Inference {
    if (channels < 1 || classes < 1 || classes > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "channels must be at least 1 and classes 1 to 32767, got %d and %d"
              .formatted(channels, classes));
    }
  }

  /**
   * Segments an image.
   *
   * @param source {@code [C,D,H,W]}, as acquired
   * @return {@code [D,H,W]}, 0 to K−1, on the source's grid
   * @throws IllegalArgumentException if the image's channels are not the network's, it is too large
   *     for arrays at the plan's spacing, or the network returns another number of values than
   *     K·D·H·W
   */
  public LabelMap segment(Volume source, LogitsFunction network) {
    checkChannels(source);
    Volume image = new Preprocessor(plan).image(source);
    return project(logits(image, network), image.geometry(), source.geometry());
  }

  /**
   * The logits of an image that is already preprocessed.
   *
   * @param image {@code [C,D,H,W]} on the network's grid
   * @return {@code [K,D,H,W]}
   * @throws IllegalArgumentException as {@link #segment}
   */
  public float[] logits(Volume image, LogitsFunction network) {
    checkChannels(image);
    return new SlidingWindow(plan.maxSide()).logits(image, classes, network);
  }

  /**
   * What a network says of an image as a whole.
   *
   * @param source {@code [C,D,H,W]}, as acquired
   * @return {@code [K]}: logits of classes, or values
   * @throws IllegalArgumentException if the image's channels are not the network's, it is too large
   *     for arrays at the plan's spacing, or the network returns another number of values than K
   */
  public float[] answer(Volume source, LogitsFunction network) {
    checkChannels(source);
    return answerPrepared(new Preprocessor(plan).image(source), network);
  }

  /**
   * As {@link #answer}, for an image that is already preprocessed.
   *
   * @param image {@code [C,D,H,W]} on the network's grid
   */
  public float[] answerPrepared(Volume image, LogitsFunction network) {
    checkChannels(image);
    Volume middle = Crop.centred(image.size(), plan.maxSide()).apply(image);
    float[] outputs = network.apply(middle.data(), middle.size());
    if (outputs.length != classes) {
      throw new IllegalArgumentException(
          "the network must return %d values for the image as a whole, got %d"
              .formatted(classes, outputs.length));
    }
    return outputs;
  }

  /** The softmax of logits: probabilities, which sum to 1. */
  public static double[] softmax(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double[] probabilities = new double[logits.length];
    double total = 0;
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = Math.exp(logits[c] - max);
      total += probabilities[c];
    }
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] /= total;
    }
    return probabilities;
  }

  /**
   * Labels on any grid from logits on the network's: the class with the largest interpolated logit,
   * the lowest of equals. Voxels outside the network's grid take the nearest logits inside.
   *
   * @param logits {@code [K,D,H,W]} on {@code networkGrid}
   * @throws IllegalArgumentException if the logits do not fit the grid
   */
  public LabelMap project(float[] logits, ImageGeometry networkGrid, ImageGeometry target) {
    GridSize grid = networkGrid.size();
    if (logits.length != classes * grid.voxels()) {
      throw new IllegalArgumentException(
          "logits must hold %d classes × %s voxels, got %d values"
              .formatted(classes, grid, logits.length));
    }
    if (target.size().voxels() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a label map of %s voxels is too large".formatted(target.size()));
    }
    short[] winners = winners(logits, grid);
    if (networkGrid.equals(target)) {
      return new LabelMap(target, winners);
    }
    Affine toGrid = networkGrid.voxelToWorld().inverse().after(target.voxelToWorld());
    GridSize size = target.size();
    short[] labels = new short[(int) size.voxels()];
    IntStream.range(0, size.depth())
        .parallel()
        .forEach(
            z -> {
              Trilinear position = new Trilinear(grid);
              int out = z * size.height() * size.width();
              for (int y = 0; y < size.height(); y++) {
                for (int x = 0; x < size.width(); x++) {
                  position.moveTo(
                      toGrid.apply(0, x, y, z), toGrid.apply(1, x, y, z), toGrid.apply(2, x, y, z));
                  // A class that wins at all eight corners wins everywhere between them.
                  labels[out++] =
                      position.isUniform(winners)
                          ? position.firstOf(winners)
                          : winner(logits, position, (int) grid.voxels());
                }
              }
            });
    return new LabelMap(target, labels);
  }

  private short winner(float[] logits, Trilinear position, int voxels) {
    short best = 0;
    float max = position.valueOf(logits, 0);
    for (int k = 1; k < classes; k++) {
      float value = position.valueOf(logits, k * voxels);
      if (value > max) {
        max = value;
        best = (short) k;
      }
    }
    return best;
  }

  private short[] winners(float[] logits, GridSize grid) {
    int voxels = (int) grid.voxels();
    int slice = grid.height() * grid.width();
    short[] winners = new short[voxels];
    IntStream.range(0, grid.depth())
        .parallel()
        .forEach(
            z -> {
              float[] max = new float[slice];
              System.arraycopy(logits, z * slice, max, 0, slice);
              for (int k = 1; k < classes; k++) {
                int in = k * voxels + z * slice;
                for (int i = 0; i < slice; i++) {
                  if (logits[in + i] > max[i]) {
                    max[i] = logits[in + i];
                    winners[z * slice + i] = (short) k;
                  }
                }
              }
            });
    return winners;
  }

  private void checkChannels(Volume image) {
    if (image.channels() != channels) {
      throw new IllegalArgumentException(
          "the network takes %d channel%s, the image has %d; give one image whose fourth axis holds the channels"
              .formatted(channels, channels == 1 ? "" : "s", image.channels()));
    }
  }
}
