package io.firenet.runtime;

import io.firenet.model.ModelCard;
import io.firenet.preprocess.SlidingWindow;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Locale;

/**
 * Chooses the tiles in which an image goes through the network: the largest whose memory fits the
 * budget. Tiles of an image all have one shape.
 */
final class MemoryPlanner {

  /**
   * Shortest side that a tile is cut down to. The network normalises over a tile and knows nothing
   * beyond it, so smaller ones would be another network.
   */
  static final int SMALLEST_SIDE = 64;

  /** Sides are multiples of what the network's coarsest branch divides by. */
  private static final int STEP = 16;

  /**
   * What ONNX Runtime's arena takes over what is in use, as it cannot fill every gap: with the
   * default network in one piece 1.27 to 1.39 of it on 96³ to 180³ voxels in the form for GPUs,
   * 1.44 on 96³ in that for the CPU.
   */
  private static final double ARENA = 1.5;

  /**
   * What a loaded model takes over its weights, of which ONNX Runtime keeps some in a layout of its
   * own: up to 2.7 times with the default network.
   */
  private static final double LOADED = 2.75;

  /** Working memory of convolutions, whatever the image's size. */
  private static final long WORKSPACE_BYTES = 64L << 20;

  /** That of the default network, for models whose card does not tell. */
  private static final int DEFAULT_ACTIVATION_BYTES = 400;

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Memory of one way to run: all of it, and what lies on Java's heap. */
  private record Need(long bytes, long heapBytes) {}

  private final ModelCard card;
  private final PredictorOptions options;
  private final int models;
  private final long modelBytes;
  private final int activationBytes;
  private final boolean wholeImage;
  private final long budget;

  /**
   * @param cards those of the models that are applied together
   * @param loaded those of all models that hold memory meanwhile
   * @param wholeImage whether they answer for an image as a whole, which cannot go in tiles
   * @param available bytes that the process can still get, the models being loaded; the budget
   *     where the options set none
   */
  MemoryPlanner(
      List<ModelCard> cards,
      List<ModelCard> loaded,
      boolean wholeImage,
      PredictorOptions options,
      long available) {
    this.card = cards.get(0);
    this.options = options;
    this.models = cards.size();
    this.wholeImage = wholeImage;
    this.modelBytes = loaded.stream().mapToLong(MemoryPlanner::weightBytes).sum();
    this.activationBytes =
        cards.stream()
            .mapToInt(each -> each.activationBytesPerVoxel().orElse(DEFAULT_ACTIVATION_BYTES))
            .max()
            .orElseThrow();
    // A fifth is left to the program around and to the system.
    this.budget =
        options.memoryBudget() > 0 ? options.memoryBudget() : available / 5 * 4 + modelBytes;
  }

  /** Of models that are all there are. */
  MemoryPlanner(
      List<ModelCard> cards, boolean wholeImage, PredictorOptions options, long available) {
    this(cards, cards, wholeImage, options, available);
  }

  /**
   * The way to run an image.
   *
   * @param source the image's own size
   * @param grid its size as the network sees it
   * @param scores whether logits are wanted at each voxel of the image, not labels
   * @throws MemoryBudgetException if no tile is small enough
   */
  InferencePlan plan(GridSize source, GridSize grid, boolean scores) {
    int side = card.preprocessing().maxSide();
    GridSize whole = windows(side).windowSize(grid);
    side = Math.min(side, whole.longestSide());
    int smallest = wholeImage ? side : Math.min(side, SMALLEST_SIDE);
    long heap = Runtime.getRuntime().maxMemory();
    while (true) {
      GridSize tile = windows(side).windowSize(grid);
      Need need = need(source, grid, tile, scores);
      boolean fits = need.bytes() <= budget && need.heapBytes() <= heap;
      if (fits && (wholeImage || layerVoxels(grid, tile) * outputs() <= LONGEST_ARRAY)) {
        return new InferencePlan(grid, tile, passes(grid, side), need.bytes());
      }
      if (side <= smallest) {
        throw tooLarge(grid, tile, need, heap);
      }
      side = Math.max(smallest, (side - 1) / STEP * STEP);
    }
  }

  /** Whatever a card claims. */
  private static long weightBytes(ModelCard card) {
    return (long) (LOADED * Math.max(0, Math.min(card.parameters(), 1L << 40)) * Float.BYTES);
  }

  /** The windows that tile the grid of a plan. */
  SlidingWindow windows(InferencePlan plan) {
    GridSize tile = plan.tile();
    return windows(tile.longestSide());
  }

  private SlidingWindow windows(int side) {
    return new SlidingWindow(side, options.overlap());
  }

  private int passes(GridSize grid, int side) {
    long tiles = wholeImage ? 1 : windows(side).count(grid);
    double passes = (double) tiles * models * (options.mirroring() ? 8 : 1);
    if (passes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "an image of %s voxels takes %s tiles of %s voxels a side; export the model with a larger maxSide"
              .formatted(grid, tiles, side));
    }
    return (int) passes;
  }

  /** In floating point, as files and cards may claim sizes whose products leave 64 bits. */
  private Need need(GridSize source, GridSize grid, GridSize tile, boolean scores) {
    double in = card.channels().size();
    double out = outputs();
    double logits = wholeImage ? 1 : tile.voxels();
    boolean tiled = !tile.equals(grid);
    // the image as acquired and prepared, a tile of it and its mirror image
    double heap = in * ((double) source.voxels() + grid.voxels() + (tiled ? tile.voxels() : 0));
    heap += options.mirroring() ? in * tile.voxels() : 0;
    // logits of a pass, and their sum
    heap += out * logits * (1 + (options.mirroring() ? 1 : 0) + (models > 1 ? 1 : 0));
    heap *= Float.BYTES;
    if (!wholeImage) {
      heap += tiled ? out * layerVoxels(grid, tile) * Float.BYTES : 0;
      heap += (double) layerVoxels(grid, tile) * Short.BYTES;
      heap += source.voxels() * (scores ? out * Float.BYTES : Short.BYTES);
    }
    double activations = ARENA * activationBytes * tile.voxels() + WORKSPACE_BYTES;
    double acquired = in * source.voxels() * Float.BYTES; // the caller's
    return new Need((long) (modelBytes + activations + heap - acquired), (long) heap);
  }

  /** Voxels of a layer of tiles, and the plane before it. */
  private static long layerVoxels(GridSize grid, GridSize tile) {
    return Math.min(grid.depth(), tile.depth() + 1L) * grid.height() * grid.width();
  }

  private int outputs() {
    return card.outputNames().size();
  }

  private MemoryBudgetException tooLarge(GridSize grid, GridSize tile, Need need, long heap) {
    String pieces = tile.equals(grid) ? "in one piece" : "in tiles of " + tile;
    if (need.bytes() > budget) {
      return new MemoryBudgetException(
          "an image of %s voxels at %s mm needs %s %s, the memory budget is %s; %s, or use a machine with more memory"
              .formatted(
                  grid,
                  card.preprocessing().spacingMm(),
                  inWords(need.bytes()),
                  pieces,
                  inWords(budget),
                  options.memoryBudget() > 0
                      ? "raise the budget"
                      : "it is four fifths of what was free when the model was opened: end other"
                          + " programs"),
          need.bytes(),
          budget);
    }
    return new MemoryBudgetException(
        "an image of %s voxels at %s mm needs %s of Java's heap %s, which has %s; give Java more with -Xmx, or crop the image"
            .formatted(
                grid,
                card.preprocessing().spacingMm(),
                inWords(need.heapBytes()),
                pieces,
                inWords(heap)),
        need.heapBytes(),
        heap);
  }

  private static String inWords(long bytes) {
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
