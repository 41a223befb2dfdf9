package io.firenet.core.engine.dl4j;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.step.ActivationLifetimes;
import io.firenet.core.engine.step.StepTimes;
import io.firenet.core.engine.step.TimedKernel;
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
public final class GraphLowering {

  private final Kernels kernels;
  private final Arena arena;
  private final Network network;
  private final Function<String, Weight> weights;
  private final Supplier<GridSize> inputSize;
  private final ActivationLifetimes lifetimes;
  private final StepTimes times;

  /**
   * @param weights finds a weight by its name
   * @param inputSize size of the input of the current step
   * @param lifetimes what a training step keeps
   * @param times to which each layer's is added
   */
  public GraphLowering(
      Kernels kernels,
      Arena arena,
      Network network,
      Function<String, Weight> weights,
      Supplier<GridSize> inputSize,
      ActivationLifetimes lifetimes,
      StepTimes times) {
    this.kernels = kernels;
    this.arena = arena;
    this.network = network;
    this.weights = weights;
    this.inputSize = inputSize;
    this.lifetimes = lifetimes;
    this.times = times;
  }

  public ComputationGraph lower() {
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
    Kernel timed = new TimedKernel(kernel(node), StepTimes.kind(node.layer()), times);
    return new KernelVertexConf(timed, arena, kernels, node, lifetimes);
  }

  private Kernel kernel(Node node) {
    List<Weight> own = node.weights().stream().map(w -> weights.apply(w.name())).toList();
    boolean floatOutput = KernelContext.writesFloat(network, node);
    var context = new KernelContext(lifetimes.overwritesFirstInput(node), floatOutput);
    return kernels.kernel(node, own, context, () -> node.shape().at(inputSize.get()));
  }
}
