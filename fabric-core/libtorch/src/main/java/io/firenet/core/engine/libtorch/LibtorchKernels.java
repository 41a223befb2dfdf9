package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelContext;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.dataset.Target;
import io.firenet.network.Node;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** libtorch's operators at work on one device. */
final class LibtorchKernels implements Kernels<TorchTensor> {

  private final TorchMemory memory;
  private final TorchOptimiser optimiser;

  /**
   * @param device as libtorch names it, {@code cpu} or {@code cuda:0}
   * @param order of a tensor's values in memory
   */
  LibtorchKernels(String device, MemoryFormat order) {
    memory = new TorchMemory(new Device(device), order);
    optimiser = new TorchOptimiser(memory);
  }

  @Override
  public TorchMemory memory() {
    return memory;
  }

  @Override
  public TorchWeightGroup weights(List<WeightSpec> specs) {
    return new TorchWeightGroup(memory, specs);
  }

  @Override
  public Kernel<TorchTensor> kernel(
      Node node,
      Function<String, WeightGroup> weights,
      KernelContext context,
      Supplier<GridSize> outputSize) {
    List<TorchWeight> own =
        node.weights().stream()
            .map(spec -> ((TorchWeightGroup) weights.apply(spec.name())).weight(spec.name()))
            .map(Objects::requireNonNull)
            .toList();
    return node.layer().accept(new LayerKernels(memory, node, own, context, outputSize));
  }

  @Override
  public void add(TorchTensor sum, TorchTensor part) {
    TorchKernel.run(() -> sum.value().add_(part.value()));
  }

  @Override
  public TorchTensor image(ElementType type, int channels, GridSize size, float[] image) {
    return TorchKernel.run(
        () ->
            memory.keep(
                memory
                    .upload(image, TorchTensor.shape(channels, size))
                    .to(TorchTensor.scalarType(type))));
  }

  @Override
  public float[] read(TorchTensor tensor) {
    return floats(tensor.value());
  }

  /** A copy of the values in the processor's memory. */
  static float[] floats(Tensor tensor) {
    try (PointerScope scope = new PointerScope();
        Device cpu = new Device(torch.DeviceType.CPU)) {
      Tensor plain = tensor.to(cpu, ScalarType.Float).contiguous();
      float[] values = new float[(int) plain.numel()];
      plain.data_ptr_float().get(values);
      return values;
    }
  }

  @Override
  public Criterion<TorchTensor> criterion(Target target, GridSize size) {
    if (target instanceof Target.Labels labels) {
      return new TorchSegmentationLoss(memory, labels.map().data(), size);
    }
    return target instanceof Target.Regions regions
        ? new TorchRegionLoss(memory, regions, size)
        : new TorchWholeImageLoss(memory, target);
  }

  @Override
  public void update(WeightGroup group, Optimiser settings, double rate) {
    if (!group.frozen()) {
      optimiser.update((TorchWeightGroup) group, settings, rate);
    }
  }

  /** None that is known: libtorch's operators take theirs and give it back. */
  @Override
  public long workingBytes() {
    return 0;
  }

  @Override
  public void close() {
    optimiser.close();
    memory.close();
  }
}
