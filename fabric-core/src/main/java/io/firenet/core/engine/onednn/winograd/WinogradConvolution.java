package io.firenet.core.engine.onednn.winograd;

import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Pass;
import io.firenet.core.engine.onednn.operation.Workspace;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A convolution of 3×3×3 taps with fewer products: those along depth are taken together as {@link
 * ToomCook} has it, and what remains are convolutions of planes. For m slices of the output it
 * needs m + 2 of these instead of 3m. A tile of m slices is computed by one thread, while others
 * compute other tiles: that leaves the sums before and after in a thread's own cache.
 */
public final class WinogradConvolution {

  private static final int TAPS = 3; // along depth

  private final OneDnn dnn;
  private final WinogradPlan.Key key;

  WinogradConvolution(OneDnn dnn, WinogradPlan.Key key) {
    this.dnn = dnn;
    this.key = key;
  }

  /**
   * That of an input, if it is the faster way.
   *
   * @param floatOutput whether the output is float32 whatever the input is
   */
  public static Optional<WinogradConvolution> ifFaster(
      OneDnn dnn,
      ConvolutionShape shape,
      boolean floatOutput,
      ElementType type,
      int channels,
      GridSize size) {
    if (floatOutput && type != ElementType.FLOAT32) {
      return Optional.empty();
    }
    int threads = dnn.team().size();
    ConvolutionShape used = shape.at(size);
    int m = new WinogradChoice(dnn.tuning(), threads).outputs(used, type, channels, size);
    return m == 0
        ? Optional.empty()
        : Optional.of(
            new WinogradConvolution(
                dnn,
                new WinogradPlan.Key(
                    type, channels, used.outChannels(), used.dilation(), size, m, threads)));
  }

  /**
   * Computes the output.
   *
   * @param weights address of {@code [D,H,W,I,O]}, float32
   */
  public void forward(HostTensor x, long weights, HostTensor y) {
    WinogradPlan plan = plan();
    convolve(plan, plan.forward(), plan.weights(false), x, weights, y);
  }

  /** Computes the gradient of the input from that of the output. */
  public void inputGradient(HostTensor outputGradient, long weights, HostTensor gradient) {
    WinogradPlan plan = plan();
    convolve(plan, plan.backward(), plan.weights(true), outputGradient, weights, gradient);
  }

  private void convolve(
      WinogradPlan plan,
      List<WinogradPass> lanes,
      List<SliceSums> toProducts,
      HostTensor source,
      long weights,
      HostTensor target) {
    Places space = places(plan, lanes);
    long address = dnn.workspace(space.bytes());
    OneDnn.shareOut(
        plan.matrices().products(),
        lanes.size(),
        (product, lane) -> {
          long plain = space.plain(address, lane);
          toProducts.get(lane).execute(product, tap -> weights + tap * plan.tapBytes(), plain);
          lanes.get(lane).prepareWeights(plain, space.blocked(address, product));
        });
    AtomicInteger next = new AtomicInteger();
    OneDnn.inLanes(
        lanes.size(),
        lane -> {
          lanes.get(lane).begin(space.lane(address, lane));
          int tile = next.getAndIncrement();
          while (tile < plan.tiles().size()) {
            lanes
                .get(lane)
                .convolve(
                    plan.tiles().get(tile),
                    source.address(),
                    space.blocked(address, 0),
                    target.address(),
                    space.lane(address, lane));
            tile = next.getAndIncrement();
          }
        });
  }

  /**
   * Computes the gradient of the weights.
   *
   * @param target address of {@code [D,H,W,I,O]}, float32
   */
  public void weightGradient(HostTensor x, HostTensor outputGradient, long target) {
    WinogradPlan plan = plan();
    List<WinogradWeightPass> lanes = plan.backwardWeights();
    long sumBytes = lanes.get(0).sumBytes();
    Places space = weightPlaces(plan, lanes);
    long address = dnn.workspace(space.bytes());
    OneDnn.inLanes(
        lanes.size(),
        lane -> {
          long own = space.lane(address, lane);
          lanes
              .get(lane)
              .accumulate(
                  plan.tiles(lane), x.address(), outputGradient.address(), own, own + sumBytes);
        });
    int products = plan.matrices().products();
    OneDnn.shareOut(
        products,
        lanes.size(),
        (product, lane) -> {
          long offset = product * (sumBytes / products);
          long sum = space.lane(address, 0) + offset;
          for (int other = 1; other < lanes.size(); other++) {
            lanes.get(lane).add(sum, space.lane(address, other) + offset);
          }
          lanes.get(lane).toPlain(sum, space.plain(address, product));
        });
    OneDnn.shareOut(
        TAPS,
        lanes.size(),
        (tap, lane) ->
            plan.weightGradient()
                .get(lane)
                .execute(tap, i -> space.plain(address, i), target + tap * plan.tapBytes()));
  }

  /**
   * Working memory.
   *
   * @param workspace bytes that all lanes share
   * @param scratchpad bytes that each lane has for itself
   */
  public record Needs(long workspace, long scratchpad, int lanes) {}

  /** What each pass needs. */
  public Map<Pass, Needs> needs() {
    try (WinogradPlan plan = new WinogradPlan(dnn, key)) {
      List<WinogradWeightPass> lanes = plan.backwardWeights();
      long workspace = weightPlaces(plan, lanes).bytes();
      Needs forWeights = new Needs(workspace, lanes.get(0).scratchpadBytes(), lanes.size());
      return Map.of(
          Pass.FORWARD, needs(plan, plan.forward()),
          Pass.INPUT_GRADIENTS, needs(plan, plan.backward()),
          Pass.WEIGHT_GRADIENTS, forWeights);
    }
  }

  private static Needs needs(WinogradPlan plan, List<WinogradPass> lanes) {
    long workspace = places(plan, lanes).bytes();
    return new Needs(workspace, lanes.get(0).scratchpadBytes(), lanes.size());
  }

  private static Places places(WinogradPlan plan, List<WinogradPass> lanes) {
    WinogradPass any = lanes.get(0);
    return new Places(plan, any.weightBytes(), any.workspaceBytes(), lanes.size());
  }

  private static Places weightPlaces(WinogradPlan plan, List<WinogradWeightPass> lanes) {
    WinogradWeightPass any = lanes.get(0);
    return new Places(plan, 0, any.sumBytes() + any.workspaceBytes(), lanes.size());
  }

  private WinogradPlan plan() {
    return dnn.plan(key, () -> new WinogradPlan(dnn, key));
  }

  /** Where in the working memory weights and lanes have their places. */
  private record Places(WinogradPlan plan, long weightBytes, long laneBytes, int lanes) {

    private int products() {
      return plan.matrices().products();
    }

    /** Float32 weights for a product. */
    long plain(long address, int product) {
      return address + product * plan.tapBytes();
    }

    /** The same in the layout of the operation. */
    long blocked(long address, int product) {
      return address + Workspace.aligned(products() * plan.tapBytes()) + product * weightBytes;
    }

    long lane(long address, int lane) {
      return blocked(address, 0)
          + Workspace.aligned(products() * weightBytes)
          + lane * Workspace.aligned(laneBytes);
    }

    long bytes() {
      return lane(0, lanes);
    }
  }
}
