package io.firenet.core.engine.onednn.winograd;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Timing;
import io.firenet.core.engine.onednn.operation.Tuning;
import io.firenet.volume.GridSize;

/**
 * What a {@link WinogradConvolution} takes beside its convolutions of planes, as {@link Tuning} has
 * it, measured by one thread.
 */
public record PlaneCosts(double sums, double weights) {

  private static final int CHANNELS = 64;
  private static final int SIDE = 24;
  private static final int SLICES = 4; // of a tile, of which there are three

  /**
   * Measures it.
   *
   * @param type bfloat16 where products of it are faster
   */
  public static PlaneCosts measure(ElementType type) {
    GridSize size = new GridSize(3 * SLICES, SIDE, SIDE);
    var key = new WinogradPlan.Key(type, CHANNELS, CHANNELS, 1, size, SLICES, 1);
    try (OneDnn dnn = new OneDnn(Tuning.DEFAULT);
        Arena arena = new Arena();
        WinogradPlan plan = new WinogradPlan(dnn, key)) {
      WinogradPass pass = plan.forward().get(0);
      DepthTile whole = plan.tiles().get(1);
      int products = plan.matrices().products();
      long x = arena.tensor(type, CHANNELS, size).cleared().address();
      long y = arena.tensor(type, CHANNELS, size).address();
      long weights = arena.array(27L * CHANNELS * CHANNELS).cleared().address();
      long plain = arena.bytes(plan.tapBytes()).address();
      long blocked = arena.bytes(products * pass.weightBytes()).cleared().address();
      long workspace = arena.bytes(pass.workspaceBytes()).cleared().address();
      pass.begin(workspace);
      double plane = Timing.micros(() -> pass.multiply(blocked, workspace)) / products;
      double adding =
          Timing.micros(() -> pass.addInputs(whole, x, workspace))
              + Timing.micros(() -> pass.addProducts(whole, workspace, y));
      SliceSums toProducts = plan.weights(false).get(0);
      double preparing =
          products
              * Timing.micros(
                  () -> {
                    toProducts.execute(1, tap -> weights + tap * plan.tapBytes(), plain);
                    pass.prepareWeights(plain, blocked);
                  });
      int faster = type == ElementType.BFLOAT16 ? 1 : 2; // products are in bfloat16
      return new PlaneCosts(
          adding / plane * CHANNELS / (products + SLICES),
          faster * preparing / plane / products * SIDE * SIDE);
    }
  }
}
