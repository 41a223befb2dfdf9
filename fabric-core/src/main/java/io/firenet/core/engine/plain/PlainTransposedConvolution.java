package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.network.Layer.ConvTranspose;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Transposed convolution, as the input gradient of a convolution. */
final class PlainTransposedConvolution implements Kernel<HostTensor> {

  private final Arena arena;
  private final ConvTranspose layer;
  private final HostWeight weight;
  private final Supplier<GridSize> target;
  private final ColumnProducts products;

  PlainTransposedConvolution(
      Arena arena, ConvTranspose layer, HostWeight weight, Supplier<GridSize> target) {
    this.arena = arena;
    this.layer = layer;
    this.weight = weight;
    this.target = target;
    int inChannels = weight.spec().shape()[0];
    ConvolutionShape transpose = ConvolutionShape.transposeOf(layer, inChannels);
    this.products = new ColumnProducts(arena, transpose, weight);
  }

  @Override
  public HostTensor forward(List<HostTensor> inputs, boolean training) {
    HostTensor y = arena.tensor(layer.outChannels(), target.get());
    products.inputGradient(inputs.get(0), y);
    return y;
  }

  @Override
  public List<@Nullable HostTensor> backward(
      List<HostTensor> inputs, HostTensor output, HostTensor gradient) {
    HostTensor x = inputs.get(0);
    if (!weight.group().frozen()) {
      products.weightGradient(gradient, x);
    }
    HostTensor dx = arena.like(x);
    products.forward(gradient, dx);
    arena.release(gradient);
    return List.of(dx);
  }
}
