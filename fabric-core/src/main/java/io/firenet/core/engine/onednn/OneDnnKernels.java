package io.firenet.core.engine.onednn;

import io.firenet.core.engine.host.Arena;
import io.firenet.core.engine.host.GlobalAverage;
import io.firenet.core.engine.host.HostKernels;
import io.firenet.core.engine.host.HostTensor;
import io.firenet.core.engine.host.HostWeight;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.kernel.Lanes;
import io.firenet.core.engine.onednn.convolution.Convolution;
import io.firenet.core.engine.onednn.convolution.DepthwiseConvolution;
import io.firenet.core.engine.onednn.convolution.TransposedConvolution;
import io.firenet.core.engine.onednn.norm.FusedActivation;
import io.firenet.core.engine.onednn.norm.InstanceNormalization;
import io.firenet.core.engine.onednn.norm.LeakyRectifier;
import io.firenet.core.engine.onednn.norm.ParametricRectifier;
import io.firenet.core.engine.onednn.operation.OneDnn;
import io.firenet.core.engine.onednn.resampling.MaxPooling;
import io.firenet.core.engine.onednn.resampling.Resampling;
import io.firenet.core.engine.onednn.sum.Addition;
import io.firenet.core.engine.onednn.sum.Concatenation;
import io.firenet.core.engine.onednn.sum.Sum;
import io.firenet.core.engine.onednn.sum.TrainableSum;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Kernels on oneDNN. */
public final class OneDnnKernels extends HostKernels {

  private static final int MOST_LANES = 4; // few networks have more branches

  private final OneDnn dnn;
  private final Addition addition;
  private final List<OneDnnKernels> lanes = new ArrayList<>(); // for nodes
  private final List<OneDnnKernels> weightLanes = new ArrayList<>();

  /** With all threads of the calling one. */
  public OneDnnKernels() {
    this(new OneDnn(), new Arena());
    int threads = dnn.team().size();
    for (int lane = 0; threads > 1 && lane < Math.min(threads, MOST_LANES); lane++) {
      lanes.add(new OneDnnKernels(dnn.beside(), memory()));
    }
    for (int lane = 0; lane < weightLanes(dnn); lane++) {
      weightLanes.add(new OneDnnKernels(dnn.beside(), memory()));
    }
  }

  /** How many lanes there are for gradients of weights, beside the one of the pass. */
  static int weightLanes(OneDnn dnn) {
    return Math.min(dnn.team().size(), MOST_LANES) - 1;
  }

  private OneDnnKernels(OneDnn dnn, Arena arena) {
    super(arena);
    this.dnn = dnn;
    addition = new Addition(dnn);
  }

  @Override
  public Optional<Lanes<HostTensor>> lanes() {
    return lanes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Lanes<>(lanes, weightLanes, new NodeTime(dnn.tuning(), dnn.team().size())));
  }

  @Override
  protected Layer.Visitor<Kernel<HostTensor>> layers(
      Node node, List<HostWeight> weights, KernelContext context, Supplier<GridSize> outputSize) {
    boolean readsImage = node.inputs().get(0).layer() instanceof Layer.Input;
    Arena arena = memory();
    FusedActivation activation = FusedActivation.of(context.activation());
    return new Layer.Visitor<>() {
      @Override
      public Kernel<HostTensor> input(Layer.Input input) {
        throw new IllegalArgumentException("nothing computes the input " + node);
      }

      @Override
      public Kernel<HostTensor> conv(Layer.Conv conv) {
        return new Convolution(dnn, arena, conv, weights, !readsImage, context.floatOutput());
      }

      @Override
      public Kernel<HostTensor> depthwiseConv(Layer.DepthwiseConv conv) {
        return new DepthwiseConvolution(dnn, arena, conv, weights.get(0), !readsImage);
      }

      @Override
      public Kernel<HostTensor> convTranspose(Layer.ConvTranspose conv) {
        return new TransposedConvolution(dnn, arena, conv, weights.get(0), outputSize);
      }

      @Override
      public Kernel<HostTensor> maxPool(Layer.MaxPool pool) {
        return new MaxPooling(dnn, arena, pool.stride());
      }

      @Override
      public Kernel<HostTensor> pRelu(Layer.PRelu layer) {
        return new ParametricRectifier(dnn, arena, weights.get(0));
      }

      @Override
      public Kernel<HostTensor> instanceNorm(Layer.InstanceNorm norm) {
        return new InstanceNormalization(dnn, arena, norm.epsilon(), weights, activation);
      }

      @Override
      public Kernel<HostTensor> leakyRelu(Layer.LeakyRelu relu) {
        return new LeakyRectifier(
            dnn, arena, relu.alpha(), context.overwrites(), context.activation() != null);
      }

      @Override
      public Kernel<HostTensor> resize(Layer.Resize layer) {
        return new Resampling(dnn, arena, outputSize);
      }

      @Override
      public Kernel<HostTensor> globalAveragePool(Layer.GlobalAveragePool layer) {
        return new GlobalAverage(arena);
      }

      @Override
      public Kernel<HostTensor> trainableSum(Layer.TrainableSum layer) {
        return new TrainableSum(dnn, arena, weights.get(0));
      }

      @Override
      public Kernel<HostTensor> add(Layer.Add layer) {
        return new Sum(dnn, arena, context.overwrites(), activation);
      }

      @Override
      public Kernel<HostTensor> concat(Layer.Concat layer) {
        return new Concatenation(dnn, arena);
      }
    };
  }

  @Override
  public void add(HostTensor sum, HostTensor part) {
    addition.add(sum, part, sum);
  }

  @Override
  public long workingBytes() {
    return dnn.workingBytes() + eachLane().mapToLong(OneDnnKernels::workingBytes).sum();
  }

  private Stream<OneDnnKernels> eachLane() {
    return Stream.concat(lanes.stream(), weightLanes.stream());
  }

  @Override
  public void close() {
    eachLane().forEach(lane -> lane.dnn.close());
    dnn.close();
    super.close();
  }
}
