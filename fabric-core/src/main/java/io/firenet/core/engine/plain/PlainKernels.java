package io.firenet.core.engine.plain;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.GlobalAverage;
import io.firenet.core.engine.host.HostKernels;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Supplier;

/** Kernels without oneDNN, in float32. */
public final class PlainKernels extends HostKernels {

  @Override
  protected Layer.Visitor<Kernel<HostTensor>> layers(
      Node node, List<HostWeight> weights, KernelContext context, Supplier<GridSize> outputSize) {
    boolean readsImage = node.inputs().get(0).layer() instanceof Layer.Input;
    Arena arena = memory();
    return new Layer.Visitor<>() {
      @Override
      public Kernel<HostTensor> input(Layer.Input input) {
        throw new IllegalArgumentException("nothing computes the input " + node);
      }

      @Override
      public Kernel<HostTensor> conv(Layer.Conv conv) {
        return new PlainConvolution(arena, conv, weights, !readsImage);
      }

      @Override
      public Kernel<HostTensor> depthwiseConv(Layer.DepthwiseConv conv) {
        return new PlainDepthwiseConvolution(arena, conv, weights.get(0), !readsImage);
      }

      @Override
      public Kernel<HostTensor> convTranspose(Layer.ConvTranspose conv) {
        return new PlainTransposedConvolution(arena, conv, weights.get(0), outputSize);
      }

      @Override
      public Kernel<HostTensor> maxPool(Layer.MaxPool pool) {
        return new PlainMaxPooling(arena, pool.stride());
      }

      @Override
      public Kernel<HostTensor> pRelu(Layer.PRelu layer) {
        return new PlainParametricRectifier(arena, weights.get(0));
      }

      @Override
      public Kernel<HostTensor> instanceNorm(Layer.InstanceNorm norm) {
        return new PlainInstanceNormalization(arena, norm.epsilon(), weights);
      }

      @Override
      public Kernel<HostTensor> leakyRelu(Layer.LeakyRelu relu) {
        return new PlainRectifier(arena, relu.alpha(), context.overwrites());
      }

      @Override
      public Kernel<HostTensor> resize(Layer.Resize layer) {
        return new PlainResampling(arena, outputSize);
      }

      @Override
      public Kernel<HostTensor> globalAveragePool(Layer.GlobalAveragePool layer) {
        return new GlobalAverage(arena);
      }

      @Override
      public Kernel<HostTensor> trainableSum(Layer.TrainableSum layer) {
        return new PlainTrainableSum(arena, weights.get(0));
      }

      @Override
      public Kernel<HostTensor> add(Layer.Add layer) {
        return new PlainSum(arena, context.overwrites());
      }

      @Override
      public Kernel<HostTensor> concat(Layer.Concat layer) {
        return new PlainConcatenation(arena);
      }
    };
  }

  @Override
  public void add(HostTensor sum, HostTensor part) {
    PlainSum.add(sum, part, sum);
  }

  /** None: what there is comes from the arena. */
  @Override
  public long workingBytes() {
    return 0;
  }
}
