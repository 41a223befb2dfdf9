package io.firenet.core.dl4j;

import io.firenet.network.Layer;
import io.firenet.network.Network;

/**
 * What activations and their gradients are kept in. Weights, their gradients, statistics, the
 * optimiser and the loss are float32 in either case, and sums are accumulated in float32.
 */
public enum Precision {
  /**
   * {@link #BF16} where the processor has instructions for it and every layer has a multiple of 16
   * channels, otherwise {@link #F32}: oneDNN's fast operations in bfloat16 take 16 channels at
   * once.
   */
  AUTO,
  /** float32. */
  F32,
  /** bfloat16: the range of float32 in half the memory, with 8 bits of precision instead of 24. */
  BF16;

  /**
   * This, or what {@link #AUTO} stands for on this machine.
   *
   * @throws IllegalArgumentException if this machine has no bfloat16
   */
  public Precision resolve(Network network) {
    return resolve(network, KernelLibrary.chosen());
  }

  Precision resolve(Network network, KernelLibrary library) {
    if (this == BF16 && !library.supportsBfloat16()) {
      throw new IllegalArgumentException(
          "precision bf16 needs oneDNN and an x86-64 processor with AVX-512; choose f32 or auto");
    }
    if (this != AUTO) {
      return this;
    }
    boolean fits = hasWideLayers(network) && endsInConvolutions(network);
    return library.acceleratesBfloat16() && fits ? BF16 : F32;
  }

  /** The size of one value of an activation. */
  public int bytesPerValue() {
    return switch (this) {
      case F32 -> Float.BYTES;
      case BF16 -> Short.BYTES;
      case AUTO -> throw new IllegalStateException("ask what auto is resolved to");
    };
  }

  /** Convolutions alone turn bfloat16 into the float32 that the loss reads. */
  private static boolean endsInConvolutions(Network network) {
    return network.outputs().stream()
        .allMatch(output -> output.node().layer() instanceof Layer.Conv);
  }

  private static boolean hasWideLayers(Network network) {
    return network.nodes().stream()
        .filter(
            node -> node.layer() instanceof Layer.InstanceNorm) // behind every inner convolution
        .allMatch(node -> node.shape().channels() % 16 == 0);
  }
}
