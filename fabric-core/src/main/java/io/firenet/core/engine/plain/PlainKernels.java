package io.firenet.core.engine.plain;

import io.firenet.core.engine.kernel.GlobalAverage;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.Weight;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;

/** Kernels without oneDNN, in float32. */
public final class PlainKernels implements Kernels {

  private final Arena arena;

  public PlainKernels(Arena arena) {
    this.arena = arena;
  }

  @Override
  public Kernel kernel(
      Node node, List<Weight> weights, KernelContext context, Supplier<GridSize> outputSize) {
    Layer layer = node.layer();
    boolean readsImage = node.inputs().get(0).layer() instanceof Layer.Input;
    if (layer instanceof Layer.Conv conv) {
      return new PlainConvolution(arena, conv, weights, !readsImage);
    }
    if (layer instanceof Layer.DepthwiseConv conv) {
      return new PlainDepthwiseConvolution(arena, conv, weights.get(0), !readsImage);
    }
    if (layer instanceof Layer.ConvTranspose conv) {
      return new PlainTransposedConvolution(arena, conv, weights.get(0), outputSize);
    }
    if (layer instanceof Layer.MaxPool pool) {
      return new PlainMaxPooling(arena, pool.stride());
    }
    if (layer instanceof Layer.PRelu) {
      return new PlainParametricRectifier(arena, weights.get(0));
    }
    if (layer instanceof Layer.InstanceNorm norm) {
      return new PlainInstanceNormalization(arena, norm.epsilon(), weights);
    }
    if (layer instanceof Layer.LeakyRelu relu) {
      return new PlainRectifier(arena, relu.alpha(), context.overwrites());
    }
    if (layer instanceof Layer.Resize) {
      return new PlainResampling(arena, outputSize);
    }
    if (layer instanceof Layer.GlobalAveragePool) {
      return new GlobalAverage(arena);
    }
    if (layer instanceof Layer.TrainableSum) {
      return new PlainTrainableSum(arena, weights.get(0));
    }
    if (layer instanceof Layer.Add) {
      return new PlainSum(arena, context.overwrites());
    }
    if (layer instanceof Layer.Concat) {
      return new PlainConcatenation(arena);
    }
    throw new IllegalArgumentException("no kernel for " + node + ", a " + layer);
  }

  @Override
  public void add(Tensor sum, Tensor part) {
    PlainSum.add(sum, part, sum);
  }

  /** What is taken from the arena beside activations and gradients, for training any image. */
  public static long workingBytes(Network network) {
    long weights = network.weights().stream().mapToLong(WeightSpec::size).max().orElse(0);
    return (ColumnProducts.SLAB_VALUES + weights) * Float.BYTES;
  }

  /** None: what there is comes from the arena. */
  @Override
  public long workingBytes() {
    return 0;
  }

  @Override
  public void close() {
    // all its memory is the arena's
  }
}
