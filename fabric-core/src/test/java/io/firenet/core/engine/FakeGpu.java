package io.firenet.core.engine;

import io.firenet.core.engine.kernel.Device;
import io.firenet.core.engine.kernel.Kernel;
import io.firenet.core.engine.kernel.KernelLibrary;
import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.OutOfDeviceMemoryException;
import io.firenet.core.engine.memory.Tensor;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A device with memory of its own, computed by the plain library.
 *
 * @param freeBytes what is free of it
 * @param full whether a kernel finds no memory when it is asked
 */
public record FakeGpu(long freeBytes, BooleanSupplier full) implements KernelLibrary {

  /** What training takes to compute on it. */
  public Compute compute() {
    return new Compute(this, devices().get(0));
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public String description() {
    return "a GPU that is none";
  }

  @Override
  public int preference() {
    return 0;
  }

  @Override
  public Optional<String> unusable() {
    return Optional.empty();
  }

  @Override
  public List<Device> devices() {
    return List.of(
        new Device(
            "cuda:0",
            "a GPU that is none",
            OptionalLong.of(freeBytes),
            OptionalLong.of(freeBytes),
            Optional.empty()));
  }

  @Override
  public boolean supports(Device device, ElementType type) {
    return type == ElementType.FLOAT32;
  }

  @Override
  public boolean acceleratesBfloat16(Device device) {
    return false;
  }

  @Override
  public long workingBytes(Network network, ElementType type, GridSize size) {
    return 0;
  }

  @Override
  public Kernels<?> kernels(Device device) {
    Kernels<?> plain = Computes.PLAIN.kernels();
    return (Kernels<?>)
        Proxy.newProxyInstance(
            FakeGpu.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(plain, arguments);
                return result instanceof Kernel<?> kernel ? new Limited<>(kernel, full) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private record Limited<T extends Tensor>(Kernel<T> kernel, BooleanSupplier full)
      implements Kernel<T> {

    @Override
    public T forward(List<T> inputs, boolean training) {
      if (full.getAsBoolean()) {
        throw new OutOfDeviceMemoryException("CUDA out of memory. Tried to allocate 2 GiB", null);
      }
      return kernel.forward(inputs, training);
    }

    @Override
    public List<@Nullable T> backward(List<T> inputs, T output, T gradient) {
      return kernel.backward(inputs, output, gradient);
    }
  }

  @Override
  public double gigaflops(Device device, ElementType type) {
    return 1;
  }
}
