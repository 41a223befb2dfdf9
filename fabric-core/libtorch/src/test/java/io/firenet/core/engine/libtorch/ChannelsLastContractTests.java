package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.KernelLibraryContractTests;
import io.firenet.core.engine.kernel.Device;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** The order of values that GPUs have, on the processor. */
class ChannelsLastContractTests extends KernelLibraryContractTests {

  private static final LibtorchLibrary LIBRARY = new LibtorchLibrary(MemoryFormat.ChannelsLast3d);

  @Override
  protected Compute compute() {
    return new Compute(LIBRARY, Device.cpu());
  }
}
