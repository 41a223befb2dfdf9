package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.kernel.Kernels.Loss;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.Memory;
import io.firenet.volume.GridSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The tensors of a step. libtorch's allocator has the memory: what is given back to it serves the
 * next tensor, also of the next step.
 */
final class TorchMemory implements Memory<TorchTensor> {

  private final org.bytedeco.pytorch.Device device;
  private final MemoryFormat order;
  private final Set<TorchTensor> live = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Tensor> held = new ArrayList<>();
  private long bytes;
  private long peak;

  /**
   * @param order of a tensor's values in memory
   */
  TorchMemory(org.bytedeco.pytorch.Device device, MemoryFormat order) {
    this.device = device;
    this.order = order;
  }

  /** An activation, a gradient or a convolution's kernel in the memory's order of values. */
  Tensor ordered(Tensor tensor) {
    return tensor.contiguous(order);
  }

  /** Whether that is another order than the one that weights are kept in. */
  boolean reorders() {
    return order != MemoryFormat.Contiguous;
  }

  /** What tensors of a type on the device are made with. */
  TensorOptions options(ScalarType type) {
    return new TensorOptions(type).device(new org.bytedeco.pytorch.DeviceOptional(device));
  }

  @Override
  public TorchTensor tensor(ElementType type, int channels, GridSize size) {
    try (PointerScope scope = new PointerScope()) {
      return keep(
          torch.empty(
              TorchTensor.shape(channels, size),
              options(TorchTensor.scalarType(type)),
              new MemoryFormatOptional(order)));
    }
  }

  /** A tensor of this step from what an operator returned, {@code [1,C,D,H,W]} in any order. */
  TorchTensor keep(Tensor result) {
    Tensor value = ordered(result);
    // What comes from native code equals a constant only once it is interned.
    ElementType type =
        value.scalar_type().intern() == ScalarType.BFloat16
            ? ElementType.BFLOAT16
            : ElementType.FLOAT32;
    GridSize size = new GridSize((int) value.size(2), (int) value.size(3), (int) value.size(4));
    TorchTensor tensor =
        new TorchTensor(new Tensor(value).retainReference(), type, (int) value.size(1), size);
    live.add(tensor);
    bytes += tensor.length() * type.bytes();
    peak = Math.max(peak, bytes);
    return tensor;
  }

  /**
   * A loss that the device is computing.
   *
   * @param value a scalar
   * @param gradient {@code [K,voxels]} with respect to the output
   */
  Loss<TorchTensor> loss(TorchTensor output, Tensor value, Tensor gradient) {
    Tensor shaped = gradient.reshape(TorchTensor.shape(output.channels(), output.size()));
    return new Loss<>(
        new TorchScalar(value), keep(shaped.to(TorchTensor.scalarType(output.type()))));
  }

  /** Values of the processor's memory on the device. */
  Tensor upload(float[] values, long... shape) {
    Tensor host = torch.empty(shape, new TensorOptions(ScalarType.Float), null);
    host.data_ptr_float().put(values);
    return to(host);
  }

  /** Whole numbers of the processor's memory on the device, int16. */
  Tensor upload(short[] values, long... shape) {
    Tensor host = torch.empty(shape, new TensorOptions(ScalarType.Short), null);
    host.data_ptr_short().put(values);
    return to(host);
  }

  /** Keeps a tensor that is of no type of a network's until the step ends. */
  Tensor hold(Tensor value) {
    Tensor kept = new Tensor(value).retainReference();
    held.add(kept);
    return kept;
  }

  private Tensor to(Tensor host) {
    return device.is_cpu() ? host : host.to(device, host.scalar_type());
  }

  @Override
  public void release(TorchTensor tensor) {
    if (live.remove(tensor)) {
      bytes -= tensor.length() * tensor.type().bytes();
      tensor.value().releaseReference();
    }
  }

  @Override
  public void reset(long bytes) {
    List.copyOf(live).forEach(this::release);
    held.forEach(Tensor::releaseReference);
    held.clear();
  }

  @Override
  public long peakBytes() {
    return peak;
  }

  @Override
  public void close() {
    reset(0);
  }
}
