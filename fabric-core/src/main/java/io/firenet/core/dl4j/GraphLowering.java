package io.firenet.core.dl4j;

import io.firenet.core.dl4j.kernel.Addition;
import io.firenet.core.dl4j.kernel.Concatenation;
import io.firenet.core.dl4j.kernel.Convolution;
import io.firenet.core.dl4j.kernel.DepthwiseConvolution;
import io.firenet.core.dl4j.kernel.GlobalAverage;
import io.firenet.core.dl4j.kernel.InstanceNormalization;
import io.firenet.core.dl4j.kernel.Kernel;
import io.firenet.core.dl4j.kernel.LeakyRectifier;
import io.firenet.core.dl4j.kernel.MaxPooling;
import io.firenet.core.dl4j.kernel.OneDnn;
import io.firenet.core.dl4j.kernel.ParametricRectifier;
import io.firenet.core.dl4j.kernel.Resampling;
import io.firenet.core.dl4j.kernel.Sum;
import io.firenet.core.dl4j.kernel.TrainableSum;
import io.firenet.core.dl4j.kernel.TransposedConvolution;
import io.firenet.core.dl4j.memory.Arena;
import io.firenet.core.dl4j.memory.Weight;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Turns a network description into a Deeplearning4j graph, one vertex a node. None of the stock
 * layers is used: they are slow or refuse 3D here, and want another layout than the fastest one.
 */
final class GraphLowering {

  private final OneDnn dnn;
  private final Arena arena;
  private final Addition addition;
  private final Network network;
  private final Function<String, Weight> weights;
  private final Supplier<GridSize> inputSize;
  private final Retention retention;
  private final StepTimes times;

  /**
   * @param weights finds a weight by its name
   * @param inputSize size of the input of the current step
   * @param retention what a training step keeps
   * @param times to which each layer's is added
   */
  GraphLowering(
      OneDnn dnn,
      Arena arena,
      Network network,
      Function<String, Weight> weights,
      Supplier<GridSize> inputSize,
      Retention retention,
      StepTimes times) {
    this.dnn = dnn;
    this.arena = arena;
    this.addition = new Addition(dnn);
    this.network = network;
    this.weights = weights;
    this.inputSize = inputSize;
    this.retention = retention;
    this.times = times;
  }

  ComputationGraph lower() {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .trainingWorkspaceMode(WorkspaceMode.NONE) // the arena takes their place
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .graphBuilder()
            .addInputs(network.input().name());
    for (Node node : network.nodes()) {
      if (!(node.layer() instanceof Layer.Input)) {
        String[] inputs = node.inputs().stream().map(Node::name).toArray(String[]::new);
        builder.addVertex(node.name(), vertex(node), inputs);
      }
    }
    builder.setOutputs(
        network.outputs().stream().map(Output::node).map(Node::name).toArray(String[]::new));
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    return graph;
  }

  private KernelVertexConf vertex(Node node) {
    boolean overwrites = retention.overwritesFirstInput(node);
    Kernel timed = new TimedKernel(kernel(node, overwrites), StepTimes.kind(node.layer()), times);
    return new KernelVertexConf(timed, arena, addition, node, retention);
  }

  private Kernel kernel(Node node, boolean overwrites) {
    Layer layer = node.layer();
    List<Weight> own = node.weights().stream().map(w -> weights.apply(w.name())).toList();
    boolean readsImage = node.inputs().get(0).layer() instanceof Layer.Input;
    boolean isOutput = network.outputs().stream().anyMatch(o -> o.node().equals(node));
    if (layer instanceof Layer.Conv conv) {
      return new Convolution(dnn, arena, conv, own, !readsImage, isOutput);
    }
    if (layer instanceof Layer.DepthwiseConv conv) {
      return new DepthwiseConvolution(dnn, arena, conv, own.get(0), !readsImage);
    }
    if (layer instanceof Layer.ConvTranspose conv) {
      return new TransposedConvolution(dnn, arena, conv, own.get(0), () -> sizeOf(node));
    }
    if (layer instanceof Layer.MaxPool pool) {
      return new MaxPooling(dnn, arena, pool.stride());
    }
    if (layer instanceof Layer.PRelu) {
      return new ParametricRectifier(dnn, arena, own.get(0));
    }
    if (layer instanceof Layer.InstanceNorm norm) {
      return new InstanceNormalization(dnn, arena, norm.epsilon(), own);
    }
    if (layer instanceof Layer.LeakyRelu relu) {
      return new LeakyRectifier(dnn, arena, relu.alpha(), overwrites);
    }
    if (layer instanceof Layer.Resize) {
      return new Resampling(dnn, arena, () -> sizeOf(node));
    }
    if (layer instanceof Layer.GlobalAveragePool) {
      return new GlobalAverage(arena);
    }
    if (layer instanceof Layer.TrainableSum) {
      return new TrainableSum(dnn, arena, own.get(0));
    }
    if (layer instanceof Layer.Add) {
      return new Sum(dnn, arena, overwrites);
    }
    if (layer instanceof Layer.Concat) {
      return new Concatenation(dnn, arena);
    }
    throw new IllegalArgumentException("no kernel for " + node + ", a " + layer);
  }

  /** The size of a node's output in the current step. */
  private GridSize sizeOf(Node node) {
    return node.shape().at(inputSize.get());
  }
}
