package io.firenet.core.engine.onednn;

import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.Weight;
import io.firenet.network.Layer.Conv;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;

/** Convolution with optional bias; see {@link Conv}. */
public final class Convolution implements Kernel {

  private final OneDnn dnn;
  private final Arena arena;
  private final ConvolutionShape shape;
  private final Weight weight;
  private final @Nullable Weight bias;
  private final boolean inputNeedsGradient;
  private final boolean floatOutput;
  private final Reorders reorders;
  private final BlockedWeights blocked;
  private final WeightGradientByTaps gradientByTaps;

  /**
   * @param weights kernel and, if the layer has one, bias
   * @param inputNeedsGradient false for the convolution that reads the image
   * @param floatOutput whether the output is float32 whatever the input is, for a loss to read
   */
  public Convolution(
      OneDnn dnn,
      Arena arena,
      Conv layer,
      List<Weight> weights,
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
    this.gradientByTaps = new WeightGradientByTaps(dnn, shape);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    Tensor x = inputs.get(0);
    ConvolutionPlan plan = plan(x);
    DataType type = floatOutput ? DataType.FLOAT : x.type();
    Tensor y = arena.tensor(type, shape.outChannels(), x.size().ceilDiv(shape.stride()));
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
  public List<@Nullable Tensor> backward(
      List<Tensor> inputs, Tensor output, Tensor outputGradient) {
    Tensor x = inputs.get(0);
    ConvolutionPlan plan = plan(x);
    Tensor gradient = inTypeOf(x, outputGradient);
    if (!weight.group().frozen()) {
      weightGradient(plan, x, gradient);
    }
    Tensor dx = inputNeedsGradient ? inputGradient(plan, x, gradient) : null;
    arena.release(gradient);
    List<@Nullable Tensor> result = new ArrayList<>();
    result.add(dx);
    return result;
  }

  /** Takes over {@code gradient}. */
  private Tensor inTypeOf(Tensor x, Tensor gradient) {
    if (gradient.type() == x.type()) {
      return gradient;
    }
    Tensor converted = arena.tensor(x.type(), gradient.channels(), gradient.size());
    reorders.copy(gradient, converted);
    arena.release(gradient);
    return converted;
  }

  private Tensor inputGradient(ConvolutionPlan plan, Tensor x, Tensor gradient) {
    Tensor dx = arena.like(x);
    blocked.run(
        plan.weightsForBackward(),
        weights -> plan.backwardData().execute(gradient.address(), weights, dx.address()));
    return dx;
  }

  private void weightGradient(ConvolutionPlan plan, Tensor x, Tensor gradient) {
    if (gradientByTaps.isFaster(x)) {
      gradientByTaps.weightGradient(x, gradient, weight.gradientAddress());
    } else {
      blocked.gradient(plan, x, gradient);
    }
  }

  private ConvolutionPlan plan(Tensor x) {
    var key = new ConvolutionPlan.Key(shape, x.type(), floatOutput, x.channels(), x.size());
    return dnn.plan(key, () -> new ConvolutionPlan(dnn, key));
  }
}
