package io.firenet.core.engine.onednn;

import io.firenet.core.engine.kernel.GlobalAverage;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.Weight;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;

/** Kernels on oneDNN. */
public final class OneDnnKernels implements Kernels {

  private final OneDnn dnn = new OneDnn();
  private final Arena arena;
  private final Addition addition = new Addition(dnn);

  public OneDnnKernels(Arena arena) {
    this.arena = arena;
  }

  @Override
  public Kernel kernel(
      Node node, List<Weight> weights, KernelContext context, Supplier<GridSize> outputSize) {
    Layer layer = node.layer();
    boolean readsImage = node.inputs().get(0).layer() instanceof Layer.Input;
    if (layer instanceof Layer.Conv conv) {
      return new Convolution(dnn, arena, conv, weights, !readsImage, context.floatOutput());
    }
    if (layer instanceof Layer.DepthwiseConv conv) {
      return new DepthwiseConvolution(dnn, arena, conv, weights.get(0), !readsImage);
    }
    if (layer instanceof Layer.ConvTranspose conv) {
      return new TransposedConvolution(dnn, arena, conv, weights.get(0), outputSize);
    }
    if (layer instanceof Layer.MaxPool pool) {
      return new MaxPooling(dnn, arena, pool.stride());
    }
    if (layer instanceof Layer.PRelu) {
      return new ParametricRectifier(dnn, arena, weights.get(0));
    }
    if (layer instanceof Layer.InstanceNorm norm) {
      return new InstanceNormalization(dnn, arena, norm.epsilon(), weights);
    }
    if (layer instanceof Layer.LeakyRelu relu) {
      return new LeakyRectifier(dnn, arena, relu.alpha(), context.overwrites());
    }
    if (layer instanceof Layer.Resize) {
      return new Resampling(dnn, arena, outputSize);
    }
    if (layer instanceof Layer.GlobalAveragePool) {
      return new GlobalAverage(arena);
    }
    if (layer instanceof Layer.TrainableSum) {
      return new TrainableSum(dnn, arena, weights.get(0));
    }
    if (layer instanceof Layer.Add) {
      return new Sum(dnn, arena, context.overwrites());
    }
    if (layer instanceof Layer.Concat) {
      return new Concatenation(dnn, arena);
    }
    throw new IllegalArgumentException("no kernel for " + node + ", a " + layer);
  }

  @Override
  public void add(Tensor sum, Tensor part) {
    addition.add(sum, part, sum);
  }

  @Override
  public long workingBytes() {
    return dnn.workingBytes();
  }

  @Override
  public void close() {
    dnn.close();
  }
}
