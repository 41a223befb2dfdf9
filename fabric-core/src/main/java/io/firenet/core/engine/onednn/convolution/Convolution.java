package io.firenet.core.engine.onednn.convolution;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.SplitKernel;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.operation.Primitive;
import io.firenet.core.engine.onednn.operation.Reorders;
import io.firenet.core.engine.onednn.winograd.WinogradConvolution;
import io.firenet.network.Layer.Conv;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Convolution with optional bias; see {@link Conv}. */
public final class Convolution implements SplitKernel<HostTensor> {

  private final OneDnn dnn;
  private final Arena arena;
  private final ConvolutionShape shape;
  private final HostWeight weight;
  private final @Nullable HostWeight bias;
  private final boolean inputNeedsGradient;
  private final boolean floatOutput;
  private final Reorders reorders;
  private final BlockedWeights blocked;

  /**
   * @param weights kernel and, if the layer has one, bias
   * @param inputNeedsGradient false for the convolution that reads the image
   * @param floatOutput whether the output is float32 whatever the input is, for a loss to read
   */
  public Convolution(
      OneDnn dnn,
      Arena arena,
      Conv layer,
      List<HostWeight> weights,
      boolean inputNeedsGradient,
      boolean floatOutput) {
    this.dnn = dnn;
    this.arena = arena;
    this.shape = ConvolutionShape.of(layer);
    this.weight = weights.get(0);
    this.bias = layer.bias() ? weights.get(1) : null;
    this.inputNeedsGradient = inputNeedsGradient;
    this.floatOutput = floatOutput;
    this.reorders = new Reorders(dnn);
    this.blocked = new BlockedWeights(arena, weight, bias);
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    ElementType type = floatOutput ? ElementType.FLOAT32 : x.type();
    HostTensor y = arena.tensor(type, shape.outChannels(), x.size().ceilDiv(shape.stride()));
    Optional<WinogradConvolution> fewer = withFewerProducts(x);
    if (fewer.isPresent()) {
      fewer.get().forward(x, weight.address(), y);
      return y;
    }
    ConvolutionPlan plan = plan(x);
    Primitive convolve = plan.forward();
    blocked.run(
        plan.weightsForForward(),
        weights -> {
          if (bias == null) {
            convolve.execute(x.address(), weights, y.address());
          } else {
            convolve.execute(x.address(), weights, y.address(), bias.address());
          }
        });
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor outputGradient) {
    HostTensor gradient = inTypeOf(inputs.get(0), outputGradient);
    weightGradients(inputs, gradient);
    List<@Nullable HostTensor> result = inputGradients(inputs, gradient);
    arena.release(gradient);
    return result;
  }

  @Override
  public List<@Nullable HostTensor> inputGradients(List<HostTensor> inputs, HostTensor gradient) {
    return Collections.singletonList(
        inputNeedsGradient ? inputGradient(inputs.get(0), gradient) : null);
  }

  @Override
  public void weightGradients(List<HostTensor> inputs, HostTensor gradient) {
    if (!weight.group().frozen()) {
      weightGradient(inputs.get(0), gradient);
    }
  }

  /** Takes over {@code gradient}. */
  private HostTensor inTypeOf(HostTensor x, HostTensor gradient) {
    if (gradient.type() == x.type()) {
      return gradient;
    }
    HostTensor converted = arena.tensor(x.type(), gradient.channels(), gradient.size());
    reorders.copy(gradient, converted);
    arena.release(gradient);
    return converted;
  }

  private HostTensor inputGradient(HostTensor x, HostTensor gradient) {
    HostTensor dx = arena.like(x);
    Optional<WinogradConvolution> fewer = withFewerProducts(x);
    if (fewer.isPresent()) {
      fewer.get().inputGradient(gradient, weight.address(), dx);
      return dx;
    }
    ConvolutionPlan plan = plan(x);
    blocked.run(
        plan.weightsForBackward(),
        weights -> plan.backwardData().execute(gradient.address(), weights, dx.address()));
    return dx;
  }

  private void weightGradient(HostTensor x, HostTensor gradient) {
    Optional<WinogradConvolution> fewer = withFewerProducts(x);
    if (fewer.isPresent()) {
      fewer.get().weightGradient(x, gradient, weight.gradientAddress());
      return;
    }
    ConvolutionShape used = shape.at(x.size());
    if (used != shape) {
      HostTensor.clear(weight.gradientAddress(), weight.spec().size() * Float.BYTES);
    }
    var byTaps = new WeightGradientByTaps(dnn, used);
    if (byTaps.isFaster(x)) {
      byTaps.weightGradient(x, gradient, blocked.gradientAddress(used, x.channels()));
    } else {
      blocked.gradient(plan(x), x, gradient);
    }
  }

  private Optional<WinogradConvolution> withFewerProducts(HostTensor x) {
    return WinogradConvolution.ifFaster(dnn, shape, floatOutput, x.type(), x.channels(), x.size());
  }

  private ConvolutionPlan plan(HostTensor x) {
    var key =
        new ConvolutionPlan.Key(shape.at(x.size()), x.type(), floatOutput, x.channels(), x.size());
    return dnn.plan(key, () -> new ConvolutionPlan(dnn, key));
  }
}
