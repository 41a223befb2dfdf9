package io.firenet.core.engine;

import io.firenet.core.engine.memory.ElementType;
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
   * This, or what {@link #AUTO} stands for there.
   *
   * @throws IllegalArgumentException if there is no bfloat16 there
   */
  public Precision resolve(Network network, Compute compute) {
    if (this == BF16 && !compute.supportsBfloat16()) {
      throw new IllegalArgumentException(
          "precision bf16 is not to be had with %s; it needs oneDNN and an x86-64 processor with AVX-512, or a GPU; choose f32 or auto"
              .formatted(compute));
    }
    if (this != AUTO) {
      return this;
    }
    return compute.acceleratesBfloat16() && hasWideLayers(network) ? BF16 : F32;
  }

  /** What activations are kept in. */
  public ElementType type() {
    return switch (this) {
      case F32 -> ElementType.FLOAT32;
      case BF16 -> ElementType.BFLOAT16;
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
