package io.firenet.core.engine;

import io.firenet.network.Network;
import io.firenet.volume.GridSize;

/**
 * What activations and their gradients are kept in. Weights, their gradients, statistics, the
 * optimiser and the loss are float32 in either case, and sums are accumulated in float32.
 */
public enum Precision {
  /**
   * {@link #BF16} where the processor has instructions for it and nine tenths of the convolutions'
   * work are in layers of a multiple of 16 channels, otherwise {@link #F32}: oneDNN's fast
   * operations in bfloat16 take 16 channels at once.
   */
  AUTO,
  /** float32. */
  F32,
  /** bfloat16: the range of float32 in half the memory, with 8 bits of precision instead of 24. */
  BF16;

  private static final double MOST = 0.9;
  private static final GridSize ANY = new GridSize(64, 64, 64);

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
    return library.acceleratesBfloat16() && hasWideLayers(network) ? BF16 : F32;
  }

  /** The size of one value of an activation. */
  public int bytesPerValue() {
    return switch (this) {
      case F32 -> Float.BYTES;
      case BF16 -> Short.BYTES;
      case AUTO -> throw new IllegalStateException("ask what auto is resolved to");
    };
  }

  /** Whether all but a few of the convolutions, by their work, are wide. */
  private static boolean hasWideLayers(Network network) {
    long wide =
        network.nodes().stream()
            .filter(node -> node.shape().channels() % 16 == 0)
            .mapToLong(node -> node.convolutionFlop(ANY))
            .sum();
    return wide >= MOST * network.convolutionFlop(ANY);
  }
}
