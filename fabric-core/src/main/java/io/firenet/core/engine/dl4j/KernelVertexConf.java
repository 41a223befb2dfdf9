package io.firenet.core.engine.dl4j;

import io.firenet.core.engine.step.NodePasses;
import io.firenet.network.Node;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The configuration side of {@link KernelVertex}. */
@SuppressWarnings("serial") // graphs are rebuilt from the network description, never serialised
final class KernelVertexConf extends GraphVertex {

  private final Node node;
  private final NodePasses passes;

  KernelVertexConf(Node node, NodePasses passes) {
    this.node = node;
    this.passes = passes;
  }

  @Override
  public KernelVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray params,
      boolean initialize,
      DataType type) {
    return new KernelVertex(graph, name, index, type, node, passes);
  }

  /** None that Deeplearning4j keeps: the trunk's are shared by several graphs. */
  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return node.inputs().size();
  }

  @Override
  public int maxVertexInputs() {
    return node.inputs().size();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... types) {
    throw new IllegalStateException("shapes are inferred by the network description");
  }

  @Override
  public MemoryReport getMemoryReport(InputType... types) {
    throw new IllegalStateException("memory is kept by the kernel library");
  }

  @Override
  public GraphVertex clone() {
    return new KernelVertexConf(node, passes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelVertexConf conf && conf.node == node;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(node);
  }
}
