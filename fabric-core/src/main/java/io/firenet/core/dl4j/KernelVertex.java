package io.firenet.core.dl4j;

import io.firenet.core.dl4j.kernel.Kernel;
import io.firenet.core.dl4j.memory.Arena;
import io.firenet.core.dl4j.memory.Tensor;
import java.util.Arrays;
import java.util.List;
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

/** A vertex of a {@link ComputationGraph} that computes with one of our kernels. */
@SuppressWarnings("serial") // graphs are rebuilt from the network description, never serialised
final class KernelVertex extends BaseGraphVertex {

  private final Kernel kernel;
  private final Arena arena;
  private final boolean overwrites;
  private final int readers;
  private int pendingReaders;
  private @Nullable Tensor output;

  KernelVertex(
      ComputationGraph graph, String name, int index, DataType type, KernelVertexConf conf) {
    super(graph, name, index, null, null, type);
    this.kernel = conf.kernel();
    this.arena = conf.arena();
    this.overwrites = conf.overwritesFirstInput();
    this.readers = conf.readers();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
    output = kernel.forward(tensors(), training);
    pendingReaders = readers;
    if (!training) {
      releaseInputs();
    }
    return output.array();
  }

  /** In inference an activation is given back once its last reader has run. */
  private void releaseInputs() {
    for (int i = 0; i < inputVertices.length; i++) {
      if (graph.getVertices()[inputVertices[i].getVertexIndex()] instanceof KernelVertex producer) {
        producer.pendingReaders--;
        boolean lives = i == 0 && overwrites;
        if (producer.pendingReaders == 0 && !lives) {
          arena.release(producer.output);
        }
      }
    }
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
    List<@Nullable Tensor> gradients = kernel.backward(tensors(), output, Tensor.of(getEpsilon()));
    if (!overwrites) {
      arena.release(output); // every reader has gone backward by now
    }
    INDArray[] epsilons =
        gradients.stream().map(t -> t == null ? null : t.array()).toArray(INDArray[]::new);
    return new Pair<>(null, epsilons);
  }

  private List<Tensor> tensors() {
    return Arrays.stream(getInputs()).map(Tensor::of).toList();
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
    throw new IllegalStateException("weights are kept in weight groups, got a view of " + view);
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return null;
  }

  @Override
  public String toString() {
    return getVertexName() + " (" + kernel.getClass().getSimpleName() + ")";
  }
}
