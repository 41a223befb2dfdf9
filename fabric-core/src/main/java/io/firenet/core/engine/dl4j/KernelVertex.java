package io.firenet.core.engine.dl4j;

import io.firenet.core.engine.step.NodePasses;
import io.firenet.network.Node;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A vertex of a {@link ComputationGraph} that stands for a node. Activations and gradients go
 * through the {@link NodePasses}; to Deeplearning4j it gives a stand-in of one value, and no
 * gradients, since it would keep those of every reader until the last one is there.
 */
@SuppressWarnings("serial") // graphs are rebuilt from the network description, never serialised
final class KernelVertex extends BaseGraphVertex {

  private final Node node;
  private final NodePasses passes;
  private final INDArray standIn = Nd4j.scalar(0f);
  private final Pair<Gradient, INDArray[]> noGradients;

  KernelVertex(
      ComputationGraph graph, String name, int index, DataType type, Node node, NodePasses passes) {
    super(graph, name, index, null, null, type);
    this.node = node;
    this.passes = passes;
    this.noGradients = new Pair<>(null, new INDArray[node.inputs().size()]);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
    passes.forward(node, training);
    return standIn;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
    passes.backward(node);
    return noGradients;
  }

  @Override
  public void setEpsilon(INDArray epsilon) {
    // the lifecycle has the gradient
  }

  @Override
  public @Nullable INDArray getEpsilon() {
    return null;
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public @Nullable Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray view) {
    throw new IllegalStateException(
        "weights are kept by the kernel library, got a view of " + view);
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return null;
  }

  @Override
  public String toString() {
    return node.toString();
  }
}
