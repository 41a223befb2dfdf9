package io.firenet.core.engine;

import io.firenet.core.engine.dl4j.GraphLowering;
import io.firenet.core.engine.dl4j.KernelVertex;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.loss.ChannelsLast;
import io.firenet.core.engine.loss.LabelPyramid;
import io.firenet.core.engine.loss.SegmentationLoss;
import io.firenet.core.engine.loss.WholeImageLoss;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.engine.step.ActivationLifetimes;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.core.engine.step.StepMemory;
import io.firenet.core.engine.step.StepTimes;
import io.firenet.dataset.Target;
import io.firenet.network.Layer;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.Output;
import io.firenet.network.WeightSpec;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.volume.GridSize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One dataset's network: the shared trunk between its own stem and decoder. */
public final class TrainableNetwork implements LogitsFunction, AutoCloseable {

  private static final LayerWorkspaceMgr UNUSED = LayerWorkspaceMgr.noWorkspaces();

  private final Network network;
  private final WeightGroup trunk;
  private final WeightGroup own;
  private final Arena arena;
  private final Checkpointing checkpointing;
  private final ComputationGraph graph;
  private final DataType type; // of activations
  private final StepTimes times = new StepTimes();
  private GridSize size = new GridSize(1, 1, 1);

  TrainableNetwork(
      Network network,
      WeightGroup trunk,
      WeightGroup own,
      Kernels kernels,
      Arena arena,
      Checkpointing checkpointing,
      DataType type) {
    this.type = type;
    this.network = network;
    this.trunk = trunk;
    this.own = own;
    this.arena = arena;
    this.checkpointing = checkpointing;
    ActivationLifetimes lifetimes = new ActivationLifetimes(network, checkpointing);
    this.graph =
        new GraphLowering(kernels, arena, network, this::weight, () -> size, lifetimes, times)
            .lower();
  }

  /** The description this was built from. */
  public Network network() {
    return network;
  }

  /** Where the time of this head's steps has gone. */
  public StepTimes times() {
    return times;
  }

  /** The weights of stem and decoder. */
  public WeightGroup own() {
    return own;
  }

  /** A copy of a weight's values, in ONNX order. */
  public float[] values(WeightSpec spec) {
    return weight(spec.name()).values();
  }

  /** The weight of that name with its gradient. */
  public Weight weight(String name) {
    Weight weight = trunk.weight(name);
    return weight != null ? weight : Objects.requireNonNull(own.weight(name), name);
  }

  /**
   * Computes the loss of one case and the gradients of all weights, without changing these.
   *
   * @param image {@code [1,C,D,H,W]}, float32
   * @param target labels of the image's size, a class, or standardised values
   * @return the losses of this case
   */
  public StepLoss gradients(float[] image, Target target, GridSize size) {
    return target instanceof Target.Labels labels
        ? gradients(image, labels.map().data(), size)
        : gradients(image, size, (output, slope) -> WholeImageLoss.evaluate(output, target, slope));
  }

  /** As the other, for labels {@code [D,H,W]}, 0 to K−1. */
  public StepLoss gradients(float[] image, short[] labels, GridSize size) {
    return gradients(
        image,
        size,
        (output, gradient) ->
            SegmentationLoss.evaluate(
                output, LabelPyramid.nearest(labels, size, output.size()), gradient));
  }

  /** The loss of an output; its gradient is written to the second tensor. */
  private interface OutputLoss {
    double evaluate(Tensor output, Tensor gradient);
  }

  private StepLoss gradients(float[] image, GridSize size, OutputLoss loss) {
    INDArray[] logits = forward(image, size, true);
    double[] losses = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      long start = System.nanoTime();
      Tensor output = Tensor.of(logits[i]);
      Tensor values = as(DataType.FLOAT, output);
      Tensor gradient = arena.tensor(output.channels(), output.size());
      losses[i] = loss.evaluate(values, gradient);
      if (values != output) {
        arena.release(values);
      }
      Tensor rounded = as(output.type(), gradient);
      if (rounded != gradient) {
        arena.release(gradient);
      }
      times.addBackward("loss", System.nanoTime() - start);
      vertex(network.outputs().get(i)).addGradient(rounded);
    }
    backward();
    clear();
    return new StepLoss(Arrays.stream(losses).sum(), losses[0]);
  }

  /**
   * One training step; skips the update if the loss is not finite.
   *
   * @return the losses before the update
   */
  public StepLoss step(float[] image, Target target, GridSize size, double learningRate) {
    return update(gradients(image, target, size), learningRate);
  }

  /** As the other, for labels {@code [D,H,W]}, 0 to K−1. */
  public StepLoss step(float[] image, short[] labels, GridSize size, double learningRate) {
    return update(gradients(image, labels, size), learningRate);
  }

  private StepLoss update(StepLoss loss, double learningRate) {
    if (Double.isFinite(loss.total())) {
      long start = System.nanoTime();
      Adam.DEFAULT.update(trunk, learningRate);
      Adam.DEFAULT.update(own, learningRate);
      times.addBackward("optimiser", System.nanoTime() - start);
    }
    return loss;
  }

  /** The final output of a forward pass, {@code [1,K,D,H,W]}. */
  @Override
  public float[] apply(float[] image, GridSize size) {
    Tensor logits = as(DataType.FLOAT, Tensor.of(forward(image, size, false)[0]));
    float[] result = ChannelsLast.toChannelsFirst(logits.values(), logits.channels());
    clear();
    return result;
  }

  /** A copy in a type, or the tensor itself where it is of that type. */
  private Tensor as(DataType type, Tensor tensor) {
    if (tensor.type() == type) {
      return tensor;
    }
    Tensor copy = arena.tensor(type, tensor.channels(), tensor.size());
    tensor.copyTo(copy);
    return copy;
  }

  private INDArray[] forward(float[] image, GridSize size, boolean training) {
    this.size = size;
    arena.reset(training ? StepMemory.bytes(network, checkpointing, type.width(), size) : 0);
    int channels = network.input().shape().channels();
    if (image.length != channels * size.voxels()) {
      throw new IllegalArgumentException(
          "image must hold %d × %d values, got %d"
              .formatted(channels, size.voxels(), image.length));
    }
    Tensor input = arena.tensor(type, channels, size);
    input.write(0, ChannelsLast.fromChannelsFirst(image, channels));
    Map<String, INDArray> activations = new HashMap<>();
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Input) {
        activations.put(node.name(), input.array());
        continue;
      }
      GraphVertex vertex = graph.getVertex(node.name());
      for (int i = 0; i < node.inputs().size(); i++) {
        vertex.setInput(i, activations.get(node.inputs().get(i).name()), UNUSED);
      }
      activations.put(node.name(), vertex.doForward(training, UNUSED));
    }
    return network.outputs().stream()
        .map(o -> activations.get(o.node().name()))
        .toArray(INDArray[]::new);
  }

  /**
   * In the description's order, by which {@link StepMemory} foretells the memory. Deeplearning4j's
   * own loops take another order, and keep every gradient of an output that several vertices read.
   */
  private void backward() {
    List<Node> nodes = network.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (graph.getVertex(nodes.get(i).name()) instanceof KernelVertex vertex) {
        vertex.doBackward(false, UNUSED);
      }
    }
  }

  private KernelVertex vertex(Output output) {
    return (KernelVertex) graph.getVertex(output.node().name());
  }

  private void clear() {
    for (var vertex : graph.getVertices()) {
      vertex.clear();
    }
  }

  @Override
  public void close() {
    own.close();
  }
}
