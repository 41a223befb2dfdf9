package io.firenet.core.engine.onednn.convolution;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.network.Layer.ConvTranspose;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Transposed convolution; see {@link ConvTranspose}. It computes what the input gradient of a
 * convolution computes, and its own input gradient is that convolution.
 */
public final class TransposedConvolution implements Kernel<HostTensor> {

  private final OneDnn dnn;
  private final Arena arena;
  private final ConvTranspose layer;
  private final HostWeight weight;
  private final BlockedWeights blocked;
  private final Supplier<GridSize> target;

  /**
   * @param target size of the output in the current step
   */
  public TransposedConvolution(
      OneDnn dnn, Arena arena, ConvTranspose layer, HostWeight weight, Supplier<GridSize> target) {
    this.dnn = dnn;
    this.arena = arena;
    this.layer = layer;
    this.weight = weight;
    this.blocked = new BlockedWeights(arena, weight, null);
    this.target = target;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.tensor(x.type(), layer.outChannels(), target.get());
    ConvolutionPlan plan = plan(x, y);
    blocked.run(
        plan.weightsForBackward(),
        weights -> plan.backwardData().execute(x.address(), weights, y.address()));
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    ConvolutionPlan plan = plan(x, gradient);
    if (!weight.group().frozen()) {
      blocked.gradient(plan, gradient, x);
    }
    HostTensor dx = arena.like(x);
    blocked.run(
        plan.weightsForForward(),
        weights -> plan.forward().execute(gradient.address(), weights, dx.address()));
    arena.release(gradient);
    return List.of(dx);
  }

  private ConvolutionPlan plan(HostTensor x, HostTensor y) {
    ConvolutionShape transpose = ConvolutionShape.transposeOf(layer, x.channels());
    var key = new ConvolutionPlan.Key(transpose, x.type(), false, y.channels(), y.size());
    return dnn.plan(key, () -> new ConvolutionPlan(dnn, key));
  }
}
