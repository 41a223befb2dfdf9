package io.firenet.core.engine;

import io.firenet.core.engine.kernel.Device;

/** Kernel libraries by their names, on the processor. */
public final class Computes {

  public static final Compute ONEDNN = of("onednn");
  public static final Compute PLAIN = of("plain");

  private Computes() {}

  private static Compute of(String library) {
    return Compute.libraries().stream()
        .filter(one -> one.name().equals(library))
        .findFirst()
        .map(one -> new Compute(one, Device.cpu()))
        .orElseThrow();
  }
}
