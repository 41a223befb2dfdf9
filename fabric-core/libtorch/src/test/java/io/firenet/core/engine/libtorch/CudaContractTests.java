package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.KernelLibraryContractTests;
import io.firenet.core.engine.kernel.Device;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same of the library on an NVIDIA GPU, where there is one and the build is that for CUDA. */
@EnabledIf("isThere")
class CudaContractTests extends KernelLibraryContractTests {

  private static final LibtorchLibrary LIBRARY = new LibtorchLibrary();

  private static Optional<Device> gpu() {
    return LIBRARY.devices().stream()
        .filter(device -> !device.isCpu() && device.unusable().isEmpty())
        .findFirst();
  }

  static boolean isThere() {
    return gpu().isPresent();
  }

  @Override
  protected Compute compute() {
    return new Compute(LIBRARY, gpu().orElseThrow());
  }
}
