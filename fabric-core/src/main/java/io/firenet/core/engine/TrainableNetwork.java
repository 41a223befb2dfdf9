package io.firenet.core.engine;

import io.firenet.core.engine.dl4j.StepGraph;
import io.firenet.core.engine.kernel.GradualUpdate;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.engine.step.ActivationLifetimes;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.core.engine.step.StepKernels;
import io.firenet.core.engine.step.StepMemory;
import io.firenet.core.engine.step.StepPasses;
import io.firenet.core.engine.step.StepTimes;
import io.firenet.dataset.Target;
import io.firenet.network.Network;
import io.firenet.network.Node;
import io.firenet.network.WeightSpec;
import io.firenet.preprocess.LogitsFunction;
import io.firenet.volume.GridSize;
import io.firenet.volume.ImageGeometry;
import io.firenet.volume.LabelMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** One dataset's network: the shared trunk between its own stem and decoder. */
public final class TrainableNetwork implements LogitsFunction, AutoCloseable {

  private static final String OPTIMISER = "optimiser"; // among the times

  private final Network network;
  private final WeightGroup trunk;
  private final WeightGroup own;
  private final Checkpointing checkpointing;
  private final ElementType type; // of activations
  private final Optimiser optimiser;
  private final StepTimes times = new StepTimes();
  private final Steps<?> steps;
  private GridSize size = new GridSize(1, 1, 1);

  TrainableNetwork(
      Network network,
      WeightGroup trunk,
      WeightGroup own,
      Kernels<?> kernels,
      Checkpointing checkpointing,
      ElementType type,
      Optimiser optimiser) {
    this.type = type;
    this.optimiser = optimiser;
    this.network = network;
    this.trunk = trunk;
    this.own = own;
    this.checkpointing = checkpointing;
    this.steps = new Steps<>(kernels);
  }

  /** The description this was built from. */
  public Network network() {
    return network;
  }

  /** Where the time of this network's steps has gone. */
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
    return Objects.requireNonNull(group(name).weight(name), name);
  }

  private WeightGroup group(String weight) {
    return trunk.weight(weight) == null ? own : trunk;
  }

  /**
   * Computes the loss of one case and the gradients of all weights, without changing these.
   *
   * @param image {@code [1,C,D,H,W]}, float32
   * @param target labels of the image's size or regions of them, a class, or standardised values
   * @return the losses of this case
   */
  public StepLoss gradients(float[] image, Target target, GridSize size) {
    return steps.gradients(image, target, size);
  }

  /** Does the same for labels {@code [D,H,W]}, 0 to K−1. */
  public StepLoss gradients(float[] image, short[] labels, GridSize size) {
    return gradients(image, target(labels, size), size);
  }

  private static Target target(short[] labels, GridSize size) {
    return new Target.Labels(new LabelMap(ImageGeometry.axisAligned(size, 1), labels));
  }

  /**
   * One training step; skips the update if the loss is not finite. The gradients of large weights
   * may be gone afterwards.
   *
   * @return the losses before the update
   */
  public StepLoss step(float[] image, Target target, GridSize size, double learningRate) {
    return steps.step(image, target, size, learningRate);
  }

  /** Does the same for labels {@code [D,H,W]}, 0 to K−1. */
  public StepLoss step(float[] image, short[] labels, GridSize size, double learningRate) {
    return step(image, target(labels, size), size, learningRate);
  }

  /** The final output of a forward pass, {@code [1,K,D,H,W]}. */
  @Override
  public float[] apply(float[] image, GridSize size) {
    return steps.apply(image, size);
  }

  /** The passes, on the tensors of one library. */
  private final class Steps<T extends Tensor> implements StepKernels<T> {

    private final Kernels<T> kernels;
    private final StepPasses<T> passes;
    private final ActivationLifetimes lifetimes;
    private final StepGraph graph;
    private Map<WeightGroup, GradualUpdate> updates = Map.of(); // while a step goes backward

    Steps(Kernels<T> kernels) {
      this.kernels = kernels;
      lifetimes = new ActivationLifetimes(network, checkpointing);
      passes = new StepPasses<>(network, checkpointing, lifetimes, kernels, this, times);
      graph = new StepGraph(network, passes);
    }

    @Override
    public Kernel<T> make(Kernels<T> library, Node node) {
      var context =
          new KernelContext(
              lifetimes.overwritesFirstInput(node),
              KernelContext.writesFloat(network, node),
              lifetimes.activation(node));
      return library.kernel(
          node, TrainableNetwork.this::group, context, () -> node.shape().at(size));
    }

    @Override
    public boolean trains(Node node) {
      return node.weights().stream().anyMatch(spec -> !group(spec.name()).frozen());
    }

    /** Updates them, in a step that does so one by one. */
    @Override
    public void useGradients(Node node, boolean alone) {
      if (node.weights().isEmpty()) {
        return;
      }
      long start = System.nanoTime();
      for (WeightSpec spec : node.weights()) {
        GradualUpdate update = updates.get(group(spec.name()));
        if (update != null) {
          update.update(weight(spec.name()), alone);
        }
      }
      times.addBackward(OPTIMISER, System.nanoTime() - start);
    }

    StepLoss gradients(float[] image, Target target, GridSize size) {
      DoubleSupplier[] losses = losses(image, target, size);
      graph.backward();
      return loss(losses);
    }

    StepLoss step(float[] image, Target target, GridSize size, double rate) {
      DoubleSupplier[] losses = losses(image, target, size);
      Optional<GradualUpdate.Beginning> gradual = kernels.gradualUpdates();
      if (gradual.isPresent() && Double.isFinite(loss(losses).total())) {
        backward(gradual.get(), rate);
        return loss(losses);
      }
      graph.backward();
      StepLoss loss = loss(losses);
      if (Double.isFinite(loss.total())) {
        long start = System.nanoTime();
        kernels.update(trunk, optimiser, rate);
        kernels.update(own, optimiser, rate);
        times.addBackward(OPTIMISER, System.nanoTime() - start);
      }
      return loss;
    }

    private void backward(GradualUpdate.Beginning beginning, double rate) {
      try (GradualUpdate ofTrunk = beginning.begin(trunk, optimiser, rate);
          GradualUpdate ofOwn = beginning.begin(own, optimiser, rate)) {
        updates = Map.of(trunk, ofTrunk, own, ofOwn);
        graph.backward();
        long start = System.nanoTime();
        ofTrunk.finish();
        ofOwn.finish();
        times.addBackward(OPTIMISER, System.nanoTime() - start);
      } finally {
        updates = Map.of();
      }
    }

    private static StepLoss loss(DoubleSupplier[] losses) {
      double total = 0;
      for (DoubleSupplier loss : losses) {
        total += loss.getAsDouble();
      }
      return new StepLoss(total, losses[0].getAsDouble());
    }

    /** The losses of the outputs, whose gradients are ready to go backward. */
    private DoubleSupplier[] losses(float[] image, Target target, GridSize size) {
      forward(image, size, true);
      Kernels.Criterion<T> criterion = kernels.criterion(target, size);
      DoubleSupplier[] losses = new DoubleSupplier[network.outputs().size()];
      for (int i = 0; i < losses.length; i++) {
        long start = System.nanoTime();
        Node output = network.outputs().get(i).node();
        Kernels.Loss<T> loss = criterion.of(passes.output(output));
        losses[i] = loss.value();
        times.addBackward("loss", System.nanoTime() - start);
        passes.addGradient(output, loss.gradient());
      }
      return losses;
    }

    float[] apply(float[] image, GridSize size) {
      forward(image, size, false);
      return kernels.read(passes.output(network.outputs().get(0).node()));
    }

    private void forward(float[] image, GridSize imageSize, boolean training) {
      int channels = network.input().shape().channels();
      if (image.length != channels * imageSize.voxels()) {
        throw new IllegalArgumentException(
            "image must hold %s × %s values, got %s"
                .formatted(channels, imageSize.voxels(), image.length));
      }
      size = imageSize;
      kernels
          .memory()
          .reset(training ? StepMemory.bytes(network, checkpointing, type, imageSize) : 0);
      passes.begin(kernels.image(type, channels, imageSize, image), imageSize);
      graph.forward(training);
    }
  }

  @Override
  public void close() {
    own.close();
  }
}
