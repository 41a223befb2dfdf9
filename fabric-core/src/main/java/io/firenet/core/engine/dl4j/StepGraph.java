package io.firenet.core.engine.dl4j;

import io.firenet.core.engine.step.NodePasses;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network description as a Deeplearning4j graph, one vertex a node, whose own passes run the
 * step: {@code feedForward} in the description's order and {@code backpropGradient} in its reverse,
 * by which the memory of a step is foretold. None of the stock layers is used: they are slow or
 * refuse 3D here, and want another layout than the fastest one. The vertices hand each other a
 * stand-in of one value; what they compute with is kept by the {@link NodePasses}.
 */
public final class StepGraph {

  private final ComputationGraph graph;
  private final INDArray[] inputs = {Nd4j.scalar(0f)};
  private final INDArray[] epsilons;

  public StepGraph(Network network, NodePasses passes) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .trainingWorkspaceMode(WorkspaceMode.NONE) // the library's memory takes their place
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .graphBuilder()
            .addInputs(network.input().name());
    for (Node node : network.nodes()) {
      if (!(node.layer() instanceof Layer.Input)) {
        String[] read = node.inputs().stream().map(Node::name).toArray(String[]::new);
        builder.addVertex(node.name(), new KernelVertexConf(node, passes), read);
      }
    }
    builder.setOutputs(
        network.outputs().stream().map(Output::node).map(Node::name).toArray(String[]::new));
    graph = new ComputationGraph(builder.build());
    graph.getConfiguration().setTopologicalOrderStr(names(network));
    graph.getConfiguration().setTopologicalOrder(order(network));
    graph.init();
    epsilons = new INDArray[network.outputs().size()];
    Arrays.fill(epsilons, Nd4j.scalar(0f));
  }

  private static List<String> names(Network network) {
    return network.nodes().stream().map(Node::name).toList();
  }

  /** Deeplearning4j numbers the inputs first, then the vertices as they were added. */
  private static int[] order(Network network) {
    int[] order = new int[network.nodes().size()];
    int next = 1;
    for (int i = 0; i < order.length; i++) {
      boolean input = network.nodes().get(i).layer() instanceof Layer.Input;
      order[i] = input ? 0 : next++;
    }
    return order;
  }

  /** Computes every node. */
  public void forward(boolean training) {
    graph.feedForward(inputs, training, false);
  }

  /** Takes the gradients of the outputs back to every weight. */
  public void backward() {
    graph.backpropGradient(epsilons);
  }
}
