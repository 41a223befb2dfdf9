package io.firenet.core.engine.libtorch;

import java.util.function.DoubleSupplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** A value that a device is still computing; it is waited for when it is asked for. */
final class TorchScalar implements DoubleSupplier {

  private final Tensor tensor;
  private double value;
  private boolean read;

  TorchScalar(Tensor tensor) {
    this.tensor = new Tensor(tensor).retainReference();
  }

  @Override
  public double getAsDouble() {
    if (!read) {
      try (PointerScope scope = new PointerScope()) {
        value = tensor.item_double();
      }
      read = true;
      tensor.releaseReference();
    }
    return value;
  }
}
