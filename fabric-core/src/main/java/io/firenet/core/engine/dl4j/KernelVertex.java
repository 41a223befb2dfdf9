package io.firenet.core.engine.dl4j;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.step.ActivationLifetimes;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vertex of a {@link ComputationGraph} that computes with one of our kernels. It gives its
 * activation back as soon as nobody needs it, and computes it again if the backward pass does.
 */
@SuppressWarnings("serial") // graphs are rebuilt from the network description, never serialised
public final class KernelVertex extends BaseGraphVertex {

  private final Kernel kernel;
  private final Arena arena;
  private final Kernels kernels;
  private final int readers;
  private final boolean overwritesFirstInput;
  private final boolean kept;
  private final boolean neededBackward;
  private final boolean readsInputs;
  private final boolean readsOutput;

  private int pendingReaders;
  private @Nullable Tensor output; // still tells the shape when its memory is given back
  private boolean present;
  private @Nullable Tensor gradient;

  KernelVertex(
      ComputationGraph graph, String name, int index, DataType type, KernelVertexConf conf) {
    super(graph, name, index, null, null, type);
    ActivationLifetimes lifetimes = conf.lifetimes();
    this.kernel = conf.kernel();
    this.arena = conf.arena();
    this.kernels = conf.kernels();
    this.readers = lifetimes.readers(conf.node());
    this.overwritesFirstInput = lifetimes.overwritesFirstInput(conf.node());
    this.kept = lifetimes.kept(conf.node());
    this.neededBackward = lifetimes.neededBackward(conf.node());
    this.readsInputs = ActivationLifetimes.readsInputs(conf.node().layer());
    this.readsOutput = ActivationLifetimes.readsOutput(conf.node().layer());
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
    compute(training);
    pendingReaders = readers;
    for (KernelVertex producer : producers()) {
      producer.pendingReaders--;
      if (producer.pendingReaders == 0 && !(training && producer.kept)) {
        producer.giveBack();
      }
    }
    return output.array();
  }

  private void compute(boolean training) {
    output = kernel.forward(inputs(), training);
    present = true;
    if (overwritesFirstInput) {
      producers().get(0).present = false; // its memory is this one's now
    }
  }

  /** Computes the activation again, and whatever that takes, unless it is in memory. */
  private void restore() {
    if (present) {
      return;
    }
    producers().forEach(KernelVertex::restore);
    compute(true);
    for (KernelVertex producer : producers()) {
      if (!producer.neededBackward) {
        producer.giveBack();
      }
    }
  }

  private void giveBack() {
    if (present) {
      arena.release(output);
      present = false;
    }
  }

  /** Adds to the gradient of the output; takes the tensor over. */
  public void addGradient(Tensor part) {
    if (gradient == null) {
      gradient = part;
    } else {
      kernels.add(gradient, part);
      arena.release(part);
    }
  }

  /**
   * Hands the gradients on to the vertices that this one reads, which must go backward after it.
   */
  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
    if (readsInputs) {
      producers().forEach(KernelVertex::restore);
    }
    if (readsOutput) {
      restore();
    }
    List<@Nullable Tensor> gradients = kernel.backward(inputs(), output, gradient);
    gradient = null;
    giveBack(); // every reader has gone backward by now
    for (int i = 0; i < gradients.size(); i++) {
      if (producer(i) instanceof KernelVertex vertex) {
        vertex.addGradient(gradients.get(i));
      } else if (gradients.get(i) != null) {
        arena.release(gradients.get(i)); // nobody asks for the image's
      }
    }
    return new Pair<>(null, new INDArray[0]);
  }

  private GraphVertex producer(int input) {
    return graph.getVertices()[inputVertices[input].getVertexIndex()];
  }

  /** The vertices this one reads, but for the image's. */
  private List<KernelVertex> producers() {
    List<KernelVertex> producers = new ArrayList<>();
    for (int i = 0; i < inputVertices.length; i++) {
      if (producer(i) instanceof KernelVertex vertex) {
        producers.add(vertex);
      }
    }
    return producers;
  }

  private List<Tensor> inputs() {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < inputVertices.length; i++) {
      tensors.add(
          producer(i) instanceof KernelVertex vertex ? vertex.output : Tensor.of(getInputs()[i]));
    }
    return tensors;
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
    return getVertexName() + " (" + kernel + ")";
  }
}
