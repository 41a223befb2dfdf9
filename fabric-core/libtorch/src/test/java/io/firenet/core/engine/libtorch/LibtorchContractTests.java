package io.firenet.core.engine.libtorch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.KernelLibraryContractTests;
import io.firenet.core.engine.kernel.Device;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LibtorchContractTests extends KernelLibraryContractTests {

  private static final LibtorchLibrary LIBRARY = new LibtorchLibrary();

  @Override
  protected Compute compute() {
    return new Compute(LIBRARY, Device.cpu());
  }

  @Test
  void itLoads() {
    assertEquals(Optional.empty(), LIBRARY.unusable());
  }
}
