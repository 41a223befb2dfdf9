package io.firenet.core.engine.onednn;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a {@link WinogradConvolution} at one size, for as many lanes as there are
 * threads and tiles; the backward ones are compiled when first used.
 */
final class WinogradPlan implements OneDnn.Plan {

  private static final long BATCH_BYTES = 8L << 20; // of what a lane holds for weight gradients

  /**
   * What a plan depends on.
   *
   * @param m slices of a tile
   */
  record Key(
      ElementType type,
      int inChannels,
      int outChannels,
      int dilation,
      GridSize size,
      int m,
      int threads) {}

  private final OneDnn dnn;
  private final Key key;
  private final ToomCook matrices;
  private final List<DepthTile> tiles;
  private final int lanes;
  private final long tapWeights; // of one of the three taps
  private final SliceProduct weights;
  private final SliceProduct reversedWeights;
  private final SliceProduct weightGradient;
  private @Nullable List<WinogradPass> forward;
  private @Nullable List<WinogradPass> backward;
  private @Nullable List<WinogradWeightPass> backwardWeights;

  WinogradPlan(OneDnn dnn, Key key) {
    this.dnn = dnn;
    this.key = key;
    matrices = ToomCook.of(key.m);
    tiles = DepthTile.of(key.size.depth(), key.dilation, key.m);
    lanes = Math.min(key.threads, tiles.size());
    tapWeights = 9L * key.inChannels * key.outChannels;
    weights = ofWeights(matrices.taps());
    reversedWeights = ofWeights(ToomCook.reversed(matrices.taps()));
    weightGradient = ofWeights(ToomCook.transpose(matrices.taps()));
  }

  private SliceProduct ofWeights(float[][] matrix) {
    long moved = (matrix.length + matrix[0].length) * tapWeights * Float.BYTES;
    return dnn.compile(
        dnn.tuning().moving(moved),
        () ->
            new SliceProduct(dnn, ElementType.FLOAT32, matrix, tapWeights, tapWeights, tapWeights));
  }

  ToomCook matrices() {
    return matrices;
  }

  List<DepthTile> tiles() {
    return tiles;
  }

  /** The tiles of a lane where each has its own. */
  List<DepthTile> tiles(int lane) {
    return tiles.subList(first(lane), first(lane + 1));
  }

  private int first(int lane) {
    return (int) ((long) tiles.size() * lane / lanes);
  }

  /** Each lane's. */
  List<WinogradPass> forward() {
    if (forward == null) {
      forward = compile(() -> new WinogradPass(this, planes(), true));
    }
    return forward;
  }

  /** Each lane's. */
  List<WinogradPass> backward() {
    if (backward == null) {
      backward = compile(() -> new WinogradPass(this, planes(), false));
    }
    return backward;
  }

  /** Each lane's. */
  List<WinogradWeightPass> backwardWeights() {
    if (backwardWeights == null) {
      int batch = batch();
      backwardWeights = compile(() -> new WinogradWeightPass(this, planes(), batch));
    }
    return backwardWeights;
  }

  /** Tiles of a lane that are computed together, so that few are left over at its end. */
  private int batch() {
    PlaneConvolution planes = planes();
    long values = planes.values(key.inChannels + key.outChannels);
    long most = Math.max(1, BATCH_BYTES / (matrices.products() * values * key.type.bytes()));
    int ofLane = (tiles.size() + lanes - 1) / lanes;
    int batches = (int) ((ofLane + most - 1) / most);
    return (ofLane + batches - 1) / batches;
  }

  private <P> List<P> compile(Supplier<P> compile) {
    List<P> all = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      all.add(dnn.compileForLane(lane, compile));
    }
    return all;
  }

  private PlaneConvolution planes() {
    return new PlaneConvolution(
        dnn,
        key.type,
        key.inChannels,
        key.outChannels,
        key.size.height(),
        key.size.width(),
        key.dilation);
  }

  /** The values of float32 weights for one of the products, {@code [H,W,I,O]}. */
  long tapWeights() {
    return tapWeights;
  }

  /** From weights {@code [D,H,W,I,O]} to those for each product. */
  SliceProduct weights(boolean reversed) {
    return reversed ? reversedWeights : weights;
  }

  /** From gradients for each product to that of the weights {@code [D,H,W,I,O]}. */
  SliceProduct weightGradient() {
    return weightGradient;
  }

  @Override
  public void close() {
    List<OneDnn.Plan> all = new ArrayList<>(List.of(weights, reversedWeights, weightGradient));
    if (forward != null) {
      all.addAll(forward);
    }
    if (backward != null) {
      all.addAll(backward);
    }
    if (backwardWeights != null) {
      all.addAll(backwardWeights);
    }
    all.forEach(OneDnn.Plan::close);
  }
}
