package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.network.Layer.Conv;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Convolution with optional bias. */
final class PlainConvolution implements Kernel<HostTensor> {

  private final Arena arena;
  private final Conv layer;
  private final HostWeight weight;
  private final @Nullable HostWeight bias;
  private final boolean inputNeedsGradient;
  private final ColumnProducts products;

  PlainConvolution(Arena arena, Conv layer, List<HostWeight> weights, boolean inputNeedsGradient) {
    this.arena = arena;
    this.layer = layer;
    this.weight = weights.get(0);
    this.bias = layer.bias() ? weights.get(1) : null;
    this.inputNeedsGradient = inputNeedsGradient;
    this.products = new ColumnProducts(arena, ConvolutionShape.of(layer), weight);
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor x = inputs.get(0);
    HostTensor y = arena.tensor(layer.outChannels(), x.size().ceilDiv(layer.stride()));
    products.forward(x, y);
    if (bias != null) {
      addBias(y, bias.values());
    }
    return y;
  }

  private static void addBias(HostTensor y, float[] bias) {
    Voxels.forEach(
        y,
        (first, count) -> {
          float[] values = Voxels.read(y, first, count);
          for (int i = 0; i < count; i++) {
            values[i] += bias[i % bias.length];
          }
          y.write(first, values);
        });
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    if (!weight.group().frozen()) {
      products.weightGradient(x, gradient);
      if (bias != null) {
        WeightGradients.write(bias, sums(gradient));
      }
    }
    HostTensor dx = null;
    if (inputNeedsGradient) {
      dx = arena.like(x);
      products.inputGradient(gradient, dx);
    }
    arena.release(gradient);
    return Collections.singletonList(dx);
  }

  /** Of each channel. */
  private static double[] sums(HostTensor gradient) {
    int channels = gradient.channels();
    return Voxels.sum(
        gradient,
        channels,
        (first, count, sum) -> {
          float[] values = Voxels.read(gradient, first, count);
          for (int i = 0; i < count; i++) {
            sum[i % channels] += values[i];
          }
        });
  }
}
