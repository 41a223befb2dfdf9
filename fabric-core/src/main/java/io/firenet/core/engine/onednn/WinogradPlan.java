package io.firenet.core.engine.onednn;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
  private final List<SliceSums> weights;
  private final List<SliceSums> reversedWeights;
  private final List<SliceSums> weightGradient;
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

  private List<SliceSums> ofWeights(float[][] matrix) {
    SliceSums first =
        dnn.compile(0, () -> SliceSums.compile(dnn, ElementType.FLOAT32, matrix, tapWeights));
    return inLanes(first, first::in);
  }

  /** The first lane's, and copies for the others. */
  private <P> List<P> inLanes(P first, Function<Lane, P> copy) {
    List<P> all = new ArrayList<>(List.of(first));
    for (int lane = 1; lane < lanes; lane++) {
      all.add(copy.apply(dnn.lane(lane)));
    }
    return all;
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
      forward = passes(true);
    }
    return forward;
  }

  /** Each lane's. */
  List<WinogradPass> backward() {
    if (backward == null) {
      backward = passes(false);
    }
    return backward;
  }

  /** Each lane's. */
  List<WinogradWeightPass> backwardWeights() {
    if (backwardWeights == null) {
      int batch = batch();
      WinogradWeightPass first =
          dnn.compile(
              0, () -> WinogradWeightPass.compile(planes(), matrices, key.size.depth(), batch));
      backwardWeights = inLanes(first, first::in);
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

  private List<WinogradPass> passes(boolean toOutput) {
    WinogradPass first =
        dnn.compile(0, () -> WinogradPass.compile(planes(), matrices, key.size.depth(), toOutput));
    return inLanes(first, first::in);
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

  /** The bytes of float32 weights for one of the products, {@code [H,W,I,O]}. */
  long tapBytes() {
    return tapWeights * Float.BYTES;
  }

  /** Each lane's, from the three taps of weights {@code [D,H,W,I,O]} to those for a product. */
  List<SliceSums> weights(boolean reversed) {
    return reversed ? reversedWeights : weights;
  }

  /** Each lane's, from gradients for each product to that of one of the three taps. */
  List<SliceSums> weightGradient() {
    return weightGradient;
  }

  @Override
  public void close() {
    List<OneDnn.Plan> all = new ArrayList<>();
    all.addAll(weights);
    all.addAll(reversedWeights);
    all.addAll(weightGradient);
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
