package io.firenet.core.engine;

import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.memory.Arena;
import io.firenet.core.engine.onednn.OneDnn;
import io.firenet.core.engine.onednn.OneDnnKernels;
import io.firenet.core.engine.onednn.WorkingMemory;
import io.firenet.core.engine.plain.PlainKernels;
import io.firenet.network.Network;
import io.firenet.volume.GridSize;
import java.util.Locale;

/**
 * What the layers are computed with. The system property {@value #PROPERTY} chooses: {@code
 * onednn}, {@code plain}, or {@code auto}, which is oneDNN where its library loads.
 */
public enum KernelLibrary {
  /** oneDNN, in float32 or bfloat16. */
  ONEDNN,
  /** ND4J's matrix products and Java, in float32: several times slower, on any processor. */
  PLAIN;

  static final String PROPERTY = "firenet.kernels";

  /**
   * The one for this process.
   *
   * @throws IllegalArgumentException if the system property names none
   * @throws IllegalStateException if it names oneDNN and that does not load
   */
  public static KernelLibrary chosen() {
    return choose(System.getProperty(PROPERTY, "auto"), OneDnn.loads());
  }

  static KernelLibrary choose(String name, boolean oneDnnLoads) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "auto" -> oneDnnLoads ? ONEDNN : PLAIN;
      case "plain" -> PLAIN;
      case "onednn" -> {
        if (!oneDnnLoads) {
          throw new IllegalStateException(
              "-D%s=onednn, but oneDNN does not load here; see 'firenet doctor', or take auto"
                  .formatted(PROPERTY));
        }
        yield ONEDNN;
      }
      default ->
          throw new IllegalArgumentException(
              "-D%s=%s is none of auto, onednn, plain".formatted(PROPERTY, name));
    };
  }

  /** Whether there are operations in bfloat16, be they fast or not. */
  boolean supportsBfloat16() {
    return this == ONEDNN && OneDnn.supportsBfloat16();
  }

  /** Whether bfloat16 is faster than float32. */
  boolean acceleratesBfloat16() {
    return this == ONEDNN && OneDnn.acceleratesBfloat16();
  }

  /**
   * The bytes of working memory that training steps on images of a size take beside their
   * activations and gradients.
   *
   * @param bytesPerValue of activations
   */
  public long workingBytes(Network network, int bytesPerValue, GridSize size) {
    return switch (this) {
      case ONEDNN -> WorkingMemory.bytes(network, bytesPerValue, size);
      case PLAIN -> PlainKernels.workingBytes(network);
    };
  }

  Kernels kernels(Arena arena) {
    return switch (this) {
      case ONEDNN -> new OneDnnKernels(arena);
      case PLAIN -> new PlainKernels(arena);
    };
  }
}
