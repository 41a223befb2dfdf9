package io.firenet.core.peer;

import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch;

/** libtorch's automatic mixed precision on the CPU, on this thread, until closed. */
final class Autocast implements AutoCloseable {

  private final boolean enabledBefore = torch.is_autocast_enabled(DeviceType.CPU);

  Autocast(TorchPrecision precision) {
    torch.set_autocast_enabled(DeviceType.CPU, precision == TorchPrecision.BFLOAT16);
    torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
    torch.increment_nesting();
  }

  @Override
  public void close() {
    if (torch.decrement_nesting() == 0) {
      torch.clear_cache(); // the weights' bfloat16 copies
    }
    torch.set_autocast_enabled(DeviceType.CPU, enabledBefore);
  }
}
