package io.firenet.core.engine.host;

import io.firenet.core.engine.kernel.GradualUpdate;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.loss.ChannelsLast;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.dataset.Target;
import io.firenet.network.Layer;
import io.firenet.network.Node;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the libraries share whose tensors lie in the process's own memory: the arena, the weights,
 * the losses and the optimiser.
 */
public abstract class HostKernels implements Kernels<HostTensor> {

  private final Arena arena;

  /** With memory of its own. */
  protected HostKernels() {
    this(new Arena());
  }

  /**
   * @param arena the memory of its steps
   */
  protected HostKernels(Arena arena) {
    this.arena = arena;
  }

  @Override
  public Arena memory() {
    return arena;
  }

  @Override
  public HostWeightGroup weights(List<WeightSpec> specs) {
    return new HostWeightGroup(specs);
  }

  @Override
  public Kernel<HostTensor> kernel(
      Node node,
      Function<String, WeightGroup> weights,
      KernelContext context,
      Supplier<GridSize> outputSize) {
    List<HostWeight> own =
        node.weights().stream()
            .map(spec -> ((HostWeightGroup) weights.apply(spec.name())).weight(spec.name()))
            .map(Objects::requireNonNull)
            .toList();
    return node.layer().accept(layers(node, own, context, outputSize));
  }

  /** The kernels of a node by its layer. */
  protected abstract Layer.Visitor<Kernel<HostTensor>> layers(
      Node node, List<HostWeight> weights, KernelContext context, Supplier<GridSize> outputSize);

  @Override
  public HostTensor image(ElementType type, int channels, GridSize size, float[] image) {
    HostTensor tensor = arena.tensor(type, channels, size);
    tensor.write(0, ChannelsLast.fromChannelsFirst(image, channels));
    return tensor;
  }

  @Override
  public float[] read(HostTensor tensor) {
    HostTensor values = in(ElementType.FLOAT32, tensor);
    return ChannelsLast.toChannelsFirst(values.values(), values.channels());
  }

  @Override
  public Criterion<HostTensor> criterion(Target target, GridSize size) {
    return new HostCriterion(this, target, size);
  }

  @Override
  public void update(WeightGroup group, Optimiser optimiser, double rate) {
    HostOptimiser.begin((HostWeightGroup) group, optimiser, rate).finish();
  }

  @Override
  public Optional<GradualUpdate.Beginning> gradualUpdates() {
    return Optional.of(
        (group, optimiser, rate) -> {
          ((HostWeightGroup) group).gradients().useUp(true);
          return HostOptimiser.begin((HostWeightGroup) group, optimiser, rate);
        });
  }

  /** A copy in a type, or the tensor itself where it is of that type. */
  HostTensor in(ElementType type, HostTensor tensor) {
    if (tensor.type() == type) {
      return tensor;
    }
    HostTensor copy = arena.tensor(type, tensor.channels(), tensor.size());
    tensor.copyTo(copy);
    return copy;
  }

  @Override
  public void close() {
    arena.close();
  }
}
