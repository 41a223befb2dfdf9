package io.firenet.core.engine.plain;

import io.firenet.core.engine.kernel.ConvolutionShape;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.Weight;
import io.firenet.network.Layer.ConvTranspose;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Transposed convolution, as the input gradient of a convolution. */
final class PlainTransposedConvolution implements Kernel {

  private final Arena arena;
  private final ConvTranspose layer;
  private final Weight weight;
  private final Supplier<GridSize> target;
  private final ColumnProducts products;

  PlainTransposedConvolution(
      Arena arena, ConvTranspose layer, Weight weight, Supplier<GridSize> target) {
    this.arena = arena;
    this.layer = layer;
    this.weight = weight;
    this.target = target;
    int inChannels = weight.spec().shape()[0];
    ConvolutionShape transpose = ConvolutionShape.transposeOf(layer, inChannels);
    this.products = new ColumnProducts(arena, transpose, weight);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, boolean training) {
    Tensor y = arena.tensor(layer.outChannels(), target.get());
    products.inputGradient(inputs.get(0), y);
    return y;
  }

  @Override
  public List<@Nullable Tensor> backward(List<Tensor> inputs, Tensor output, Tensor gradient) {
    Tensor x = inputs.get(0);
    if (!weight.group().frozen()) {
      products.weightGradient(gradient, x);
    }
    Tensor dx = arena.like(x);
    products.forward(gradient, dx);
    arena.release(gradient);
    return List.of(dx);
  }
}
