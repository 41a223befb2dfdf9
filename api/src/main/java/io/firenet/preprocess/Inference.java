package io.firenet.preprocess;

import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import io.firenet.volume.Volume;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The way from an image as it was acquired to labels on that image's own grid, with any network in
 * between.
 *
 * <p>The image is preprocessed as in training ({@link Preprocessor}), goes through the network in
 * one piece or, if a side exceeds {@link PreprocessingPlan#maxSide}, in overlapping windows ({@link
 * SlidingWindow}), and each of its voxels gets the class with the largest logit, interpolated
 * trilinearly at that voxel's place; or, where outputs are regions, the label of the last region
 * whose logit there is above 0. For labels, the logits are held on the network's grid only, one
 * layer of windows at a time.
 *
 * <p>A network that answers for an image as a whole ({@link #answer}) sees the preprocessed image,
 * or its middle where a side exceeds the largest, in one piece.
 *
 * <p>Immutable and, if the network is, thread-safe.
 *
 * @param plan the preprocessing of the network's training
 * @param channels C, the network's input channels
 * @param classes K, its output channels: classes, background included, regions, or values; at most
 *     32,766
 * @param painted of regions that overlap: the label that each paints, in their order; empty for
 *     classes and values
 */
public record Inference(PreprocessingPlan plan, int channels, int classes, List<Integer> painted) {

  /**
   * Checks what it is made of.
   *
   * @param plan the preprocessing of the network's training
   * @param channels C, the network's input channels
   * @param classes K, its output channels: classes, background included, regions, or values; at
   *     most 32,766
   * @param painted of regions that overlap: the label that each paints, in their order; empty for
   *     classes and values
   * @throws IllegalArgumentException if channels or classes are out of range
   */
  public Inference {
    painted = List.copyOf(painted);
    if (channels < 1 || classes < 1 || classes > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "channels must be at least 1 and classes 1 to 32767, got %s and %s"
              .formatted(channels, classes));
    }
    if (!painted.isEmpty() && painted.size() != classes) {
      throw new IllegalArgumentException(
          "each of %s regions must paint a label, got %s".formatted(classes, painted));
    }
  }

  /**
   * Of a network whose outputs are no regions.
   *
   * @param plan how an image is brought to the network
   * @param channels C of the network's input
   * @param classes K, channels of the network's output
   */
  public Inference(PreprocessingPlan plan, int channels, int classes) {
    this(plan, channels, classes, List.of());
  }

  /**
   * Segments an image in windows of the plan's largest side that overlap by half.
   *
   * @param source {@code [C,D,H,W]}, as acquired
   * @param network from {@code [C,D,H,W]} to {@code [K,D,H,W]}
   * @return {@code [D,H,W]}, on the image's own grid
   */
  public LabelMap segment(Volume source, LogitsFunction network) {
    return segment(source, new SlidingWindow(plan.maxSide()), network);
  }

  /**
   * Segments an image. The labels of a slab are decided as soon as its logits are final, so memory
   * holds the logits of one layer of windows, not of the image.
   *
   * @param source {@code [C,D,H,W]}, as acquired
   * @param windows their largest side and how far they overlap
   * @param network from {@code [C,D,H,W]} to {@code [K,D,H,W]}
   * @return {@code [D,H,W]}, 0 to K−1 or what regions paint, on the source's grid
   * @throws IllegalArgumentException if the image's channels are not the network's, it has a fault
   *     ({@link ImageExamination}), it is too large for arrays at the plan's spacing, or the
   *     network returns another number of values than K·D·H·W
   */
  public LabelMap segment(Volume source, SlidingWindow windows, LogitsFunction network) {
    Volume image = prepare(source);
    GridProjection projection = projection(image.geometry(), source.geometry());
    short[] labels = new short[(int) source.size().voxels()];
    windows.logits(image, classes, network, slab -> projection.labels(slab, labels));
    return new LabelMap(source.geometry(), labels);
  }

  /**
   * The logits of an image on its own grid, interpolated trilinearly.
   *
   * @param source {@code [C,D,H,W]}, as acquired
   * @param windows their largest side and how far they overlap
   * @param network from {@code [C,D,H,W]} to {@code [K,D,H,W]}
   * @return {@code [K,D,H,W]}, float32, on the source's grid
   * @throws IllegalArgumentException as {@link #segment(Volume, SlidingWindow, LogitsFunction)}, or
   *     if K·D·H·W values are too large for an array
   */
  public Volume scores(Volume source, SlidingWindow windows, LogitsFunction network) {
    checkChannels(source);
    long values = classes * source.size().voxels();
    if (values > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "scores of %s classes on %s voxels are too large for one array; ask for labels"
              .formatted(classes, source.size()));
    }
    Volume image = prepare(source);
    GridProjection projection = projection(image.geometry(), source.geometry());
    float[] scores = new float[(int) values];
    windows.logits(image, classes, network, slab -> projection.logits(slab, scores));
    return new Volume(source.geometry(), classes, scores);
  }

  /**
   * The logits of an image that is already preprocessed.
   *
   * @param image {@code [C,D,H,W]} on the network's grid
   * @param network from {@code [C,D,H,W]} to {@code [K,D,H,W]}
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
   * @param network from {@code [C,D,H,W]} to {@code [K]}
   * @return {@code [K]}: logits of classes, or values
   * @throws IllegalArgumentException if the image's channels are not the network's, it has a fault
   *     ({@link ImageExamination}), it is too large for arrays at the plan's spacing, or the
   *     network returns another number of values than K
   */
  public float[] answer(Volume source, LogitsFunction network) {
    return answerPrepared(prepare(source), network);
  }

  /**
   * {@return what {@link #answer} returns, for an image that is already preprocessed}
   *
   * @param image {@code [C,D,H,W]} on the network's grid
   * @param network from {@code [C,D,H,W]} to {@code [K]}
   */
  public float[] answerPrepared(Volume image, LogitsFunction network) {
    checkChannels(image);
    Volume middle = Crop.centred(image.size(), plan.maxSide()).apply(image);
    float[] outputs = network.apply(middle.data(), middle.size());
    if (outputs.length != classes) {
      throw new IllegalArgumentException(
          "the network must return %s values for the image as a whole, got %s"
              .formatted(classes, outputs.length));
    }
    return outputs;
  }

  /**
   * Turns the logits of every voxel and region into probabilities, each by itself, in place: {@code
   * 1 / (1 + e^−z)}.
   *
   * @param logits {@code [K,D,H,W]}, changed in place
   */
  public static void sigmoid(Volume logits) {
    float[] data = logits.data();
    int plane = data.length / (logits.channels() * logits.size().depth());
    IntStream.range(0, data.length / plane)
        .parallel()
        .forEach(
            slice -> {
              for (int i = slice * plane; i < (slice + 1) * plane; i++) {
                data[i] = (float) (1 / (1 + Math.exp(-data[i])));
              }
            });
  }

  /**
   * {@return the softmax of logits: probabilities, which sum to 1}
   *
   * @param logits {@code [K]}; is not changed
   */
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
   * Turns the logits of every voxel into probabilities, which sum to 1, in place.
   *
   * @param logits {@code [K,D,H,W]}
   */
  public static void softmax(Volume logits) {
    float[] data = logits.data();
    int voxels = (int) logits.size().voxels();
    int classes = logits.channels();
    IntStream.range(0, voxels)
        .parallel()
        .forEach(
            i -> {
              float max = Float.NEGATIVE_INFINITY;
              for (int k = 0; k < classes; k++) {
                max = Math.max(max, data[k * voxels + i]);
              }
              double total = 0;
              for (int k = 0; k < classes; k++) {
                total += Math.exp(data[k * voxels + i] - max);
              }
              for (int k = 0; k < classes; k++) {
                int at = k * voxels + i;
                data[at] = (float) (Math.exp(data[at] - max) / total);
              }
            });
  }

  /**
   * Labels on any grid from logits on the network's: the class with the largest interpolated logit,
   * the lowest of equals, or what regions paint. Voxels outside the network's grid take the nearest
   * logits inside.
   *
   * @param logits {@code [K,D,H,W]} on {@code networkGrid}
   * @param networkGrid the grid of the preprocessed image
   * @param target the grid that the labels are wanted on, in the same world
   * @return {@code [D,H,W]}, on {@code target}
   * @throws IllegalArgumentException if the logits do not fit the grid
   */
  public LabelMap project(float[] logits, ImageGeometry networkGrid, ImageGeometry target) {
    GridSize grid = networkGrid.size();
    if (logits.length != classes * grid.voxels()) {
      throw new IllegalArgumentException(
          "logits must hold %s classes × %s voxels, got %s values"
              .formatted(classes, grid, logits.length));
    }
    if (target.size().voxels() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a label map of %s voxels is too large".formatted(target.size()));
    }
    short[] labels = new short[(int) target.size().voxels()];
    projection(networkGrid, target).labels(LogitsSlab.whole(logits, grid), labels);
    return new LabelMap(target, labels);
  }

  /** Hands on the logits of each voxel of an image's own grid, from several threads. */
  void project(
      Volume source,
      SlidingWindow windows,
      LogitsFunction network,
      GridProjection.LogitsSink sink) {
    Volume image = prepare(source);
    GridProjection projection = projection(image.geometry(), source.geometry());
    windows.logits(image, classes, network, slab -> projection.logits(slab, sink));
  }

  private GridProjection projection(ImageGeometry networkGrid, ImageGeometry target) {
    VoxelRule rule = new VoxelRule(classes, painted, VoxelRule.LOGIT);
    return new GridProjection(classes, rule, networkGrid, target);
  }

  private Volume prepare(Volume source) {
    checkChannels(source);
    Preprocessor preprocessor = new Preprocessor(plan);
    preprocessor.examine(source).requireNoFault();
    return preprocessor.image(source);
  }

  private void checkChannels(Volume image) {
    if (image.channels() != channels) {
      throw new IllegalArgumentException(
          "the network takes %s channel%s, the image has %s; give one image whose fourth axis holds the channels"
              .formatted(channels, channels == 1 ? "" : "s", image.channels()));
    }
  }
}
