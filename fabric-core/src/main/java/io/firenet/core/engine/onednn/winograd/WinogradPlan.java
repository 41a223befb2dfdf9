package io.firenet.core.engine.onednn.winograd;

import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.core.engine.onednn.sum.Addition;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
    return inLanes(lane -> new SliceSums(dnn, lane, ElementType.FLOAT32, matrix, tapWeights));
  }

  private <P> List<P> inLanes(IntFunction<P> of) {
    return IntStream.range(0, lanes).mapToObj(of).toList();
  }

  private Primitive compile(Supplier<Primitive> operation) {
    return dnn.compile(0, operation);
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
      backwardWeights = weightPasses();
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
    PlaneConvolution planes = planes();
    Primitive convolve = compile(toOutput ? planes::forward : planes::backwardData);
    Primitive toBlocked = compile(() -> planes.toBlocked(convolve));
    int depth = key.size.depth();
    return inLanes(
        lane -> WinogradPass.in(lane, planes, matrices, depth, toOutput, convolve, toBlocked));
  }

  private List<WinogradWeightPass> weightPasses() {
    PlaneConvolution planes = planes();
    int batch = batch();
    Primitive gradient = compile(() -> planes.backwardWeights(batch));
    Primitive addition = compile(() -> Addition.compile(dnn, gradient.bytes(2) / Float.BYTES));
    Primitive toPlain = compile(() -> planes.toPlain(gradient));
    int depth = key.size.depth();
    return inLanes(
        lane ->
            WinogradWeightPass.in(
                lane, planes, matrices, depth, batch, gradient, addition, toPlain));
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
