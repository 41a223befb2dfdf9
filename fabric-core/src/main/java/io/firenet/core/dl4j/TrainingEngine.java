package io.firenet.core.dl4j;

import io.firenet.core.dl4j.kernel.Kernels;
import io.firenet.core.dl4j.memory.Arena;
import io.firenet.core.dl4j.memory.WeightGroup;
import io.firenet.network.Network;
import io.firenet.network.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Trains the networks of several datasets whose trunk is one: one set of trunk weights, one
 * optimiser state for it, and a head for each dataset. For one thread.
 */
public final class TrainingEngine implements AutoCloseable {

  private final Arena arena = new Arena();
  private final Kernels kernels;
  private final WeightGroup trunk;
  private final Map<String, Head> heads = new LinkedHashMap<>();

  /** An engine in float32 that keeps in memory whatever the backward pass reads. */
  public TrainingEngine(Map<String, Network> networks, long seed) {
    this(networks, seed, Map.of(), Precision.F32);
  }

  /**
   * @param networks by dataset; all of one trunk
   * @param seed of the initial weights
   * @param checkpointing what a step keeps in memory, by dataset; by default {@link
   *     Checkpointing#OFF}
   * @param precision of activations and their gradients
   */
  public TrainingEngine(
      Map<String, Network> networks,
      long seed,
      Map<String, Checkpointing> checkpointing,
      Precision precision) {
    this(networks, seed, checkpointing, precision, KernelLibrary.chosen());
  }

  /** As the other, with the given kernels. */
  public TrainingEngine(
      Map<String, Network> networks,
      long seed,
      Map<String, Checkpointing> checkpointing,
      Precision precision,
      KernelLibrary library) {
    Network any = networks.values().iterator().next();
    boolean half = precision.resolve(any, library) == Precision.BF16;
    kernels = library.kernels(arena);
    DataType type = half ? DataType.BFLOAT16 : DataType.FLOAT;
    trunk = new WeightGroup(any.weights(Part.TRUNK), seed);
    networks.forEach(
        (dataset, network) -> {
          Checkpointing kept = checkpointing.getOrDefault(dataset, Checkpointing.OFF);
          WeightGroup own =
              new WeightGroup(network.weights(Part.STEM, Part.DECODER), seed + dataset.hashCode());
          heads.put(dataset, new Head(network, trunk, own, kernels, arena, kept, type));
        });
  }

  /** The bytes that the activations and gradients of the largest step so far took. */
  public long peakBytes() {
    return arena.peakBytes();
  }

  /** The bytes of the kernels' working memory beside that. */
  public long workingBytes() {
    return kernels.workingBytes();
  }

  /** The weights that all datasets share. */
  public WeightGroup trunk() {
    return trunk;
  }

  /** Trains stems and decoders alone from now on; the trunk and its optimiser stay as they are. */
  public void freezeTrunk() {
    trunk.freeze();
  }

  /**
   * One dataset's network on the shared trunk.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Head head(String dataset) {
    Head head = heads.get(dataset);
    if (head == null) {
      throw new IllegalArgumentException(
          "no head for dataset '%s', there are %s".formatted(dataset, heads.keySet()));
    }
    return head;
  }

  /** Every head, by dataset. */
  public Map<String, Head> heads() {
    return Map.copyOf(heads);
  }

  @Override
  public void close() {
    heads.values().forEach(Head::close);
    trunk.close();
    arena.close();
    kernels.close();
  }
}
