package io.firenet.core.engine.onednn.convolution;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.DepthwiseGradient;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.network.Layer.DepthwiseConv;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Depthwise convolution; see {@link DepthwiseConv}. Of stride 1, its input gradient is a depthwise
 * convolution too, with the taps in reverse order, for which oneDNN has fast code.
 */
public final class DepthwiseConvolution implements Kernel<HostTensor> {

  private final OneDnn dnn;
  private final Arena arena;
  private final DepthwiseConv layer;
  private final HostWeight weight;
  private final BlockedWeights blocked;
  private final DepthwiseGradient weightGradient;
  private final boolean inputNeedsGradient;

  /**
   * @param inputNeedsGradient false for the convolution that reads the image
   */
  public DepthwiseConvolution(
      OneDnn dnn, Arena arena, DepthwiseConv layer, HostWeight weight, boolean inputNeedsGradient) {
    this.dnn = dnn;
    this.arena = arena;
    this.layer = layer;
    this.weight = weight;
    this.blocked = new BlockedWeights(arena, weight, null);
    this.weightGradient = new DepthwiseGradient(layer);
    this.inputNeedsGradient = inputNeedsGradient;
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.tensor(x.type(), x.channels(), x.size().ceilDiv(layer.stride()));
    ConvolutionPlan plan = plan(x);
    blocked.run(
        plan.weightsForForward(),
        weights -> plan.forward().execute(x.address(), weights, y.address()));
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    if (!weight.group().frozen()) {
      weightGradient.execute(x, gradient, weight.gradientAddress());
    }
    if (!inputNeedsGradient) {
      arena.release(gradient);
      return Collections.singletonList(null);
    }
    HostTensor dx = arena.like(x);
    ConvolutionPlan plan = plan(x);
    if (layer.stride() == 1) {
      blocked.run(
          reversed(x.channels()),
          plan.weightsForForward(),
          weights -> plan.forward().execute(gradient.address(), weights, dx.address()));
    } else {
      blocked.run(
          plan.weightsForBackward(),
          weights -> plan.backwardData().execute(gradient.address(), weights, dx.address()));
    }
    arena.release(gradient);
    return List.of(dx);
  }

  /** The address of the weights {@code [taps,C]}, the last tap first. */
  private long reversed(int channels) {
    float[] values = new float[(int) weight.spec().size()];
    HostTensor.values(weight.address(), values.length).get(values);
    long address = dnn.workspace((long) values.length * Float.BYTES);
    for (int from = 0; from < values.length; from += channels) {
      int to = values.length - channels - from;
      HostTensor.values(address, values.length).put(to, values, from, channels);
    }
    return address;
  }

  private ConvolutionPlan plan(HostTensor x) {
    ConvolutionShape shape = ConvolutionShape.of(layer, x.channels());
    var key = new ConvolutionPlan.Key(shape, x.type(), false, x.channels(), x.size());
    return dnn.plan(key, () -> new ConvolutionPlan(dnn, key));
  }
}
