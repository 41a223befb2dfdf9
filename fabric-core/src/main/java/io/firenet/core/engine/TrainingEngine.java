package io.firenet.core.engine;

import io.firenet.core.engine.kernel.Kernels;
import io.firenet.core.engine.kernel.Optimiser;
import io.firenet.core.engine.memory.ElementType;
import io.firenet.core.engine.memory.InitialWeights;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.engine.step.Checkpointing;
import io.firenet.network.Network;
import io.firenet.network.Part;
import io.firenet.network.WeightSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Trains the networks of several datasets whose trunk is one: one set of trunk weights, one
 * optimiser state for it, and a network for each dataset. For one thread.
 */
public final class TrainingEngine implements AutoCloseable {

  private final Compute compute;
  private final Precision precision;
  private final Kernels<?> kernels;
  private final Optimiser optimiser;
  private final WeightGroup trunk;
  private final Map<String, TrainableNetwork> networks = new LinkedHashMap<>();

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
    this(networks, seed, checkpointing, precision, Compute.here());
  }

  /** Does the same on the given device. */
  public TrainingEngine(
      Map<String, Network> networks,
      long seed,
      Map<String, Checkpointing> checkpointing,
      Precision precision,
      Compute compute) {
    this(networks, seed, checkpointing, precision, compute, Optimiser.ADAM);
  }

  /** Does the same, with weights that follow their gradients so. */
  public TrainingEngine(
      Map<String, Network> networks,
      long seed,
      Map<String, Checkpointing> checkpointing,
      Precision precision,
      Compute compute,
      Optimiser optimiser) {
    Network any = networks.values().iterator().next();
    this.precision = precision.resolve(any, compute);
    this.compute = compute;
    this.optimiser = optimiser;
    kernels = compute.kernels();
    ElementType type = this.precision.type();
    trunk = weights(any.weights(Part.TRUNK), seed);
    networks.forEach(
        (dataset, network) -> {
          Checkpointing kept = checkpointing.getOrDefault(dataset, Checkpointing.OFF);
          WeightGroup own =
              weights(network.weights(Part.STEM, Part.DECODER), seed + dataset.hashCode());
          this.networks.put(
              dataset, new TrainableNetwork(network, trunk, own, kernels, kept, type, optimiser));
        });
  }

  private WeightGroup weights(List<WeightSpec> specs, long seed) {
    WeightGroup group = kernels.weights(specs);
    InitialWeights.set(group, seed);
    return group;
  }

  /** What it computes with and in what, for example {@code onednn on cpu, bf16}. */
  @Override
  public String toString() {
    return compute + ", " + precision.name().toLowerCase(Locale.ROOT);
  }

  /** The bytes that the activations and gradients of the largest step so far took. */
  public long peakBytes() {
    return kernels.memory().peakBytes();
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

  /** One update of some weights by the gradients that they have; leaves them if they are frozen. */
  public void update(WeightGroup weights, double learningRate) {
    kernels.update(weights, optimiser, learningRate);
  }

  /**
   * Does something with the running means of the weights in the weights' place, where there are
   * any.
   */
  public <R, X extends Exception> R withAverages(Action<R, X> action) throws X {
    groups().forEach(WeightGroup::exchangeAverages);
    try {
      return action.run();
    } finally {
      groups().forEach(WeightGroup::exchangeAverages);
    }
  }

  /**
   * Something done with weights.
   *
   * @param <R> what it comes to
   * @param <X> how it fails
   */
  public interface Action<R, X extends Exception> {
    R run() throws X;
  }

  private List<WeightGroup> groups() {
    return Stream.concat(Stream.of(trunk), networks.values().stream().map(TrainableNetwork::own))
        .toList();
  }

  /**
   * One dataset's network on the shared trunk.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public TrainableNetwork network(String dataset) {
    TrainableNetwork network = networks.get(dataset);
    if (network == null) {
      throw new IllegalArgumentException(
          "no network for dataset '%s', there are %s".formatted(dataset, networks.keySet()));
    }
    return network;
  }

  /** Every network, by dataset. */
  public Map<String, TrainableNetwork> networks() {
    return Map.copyOf(networks);
  }

  @Override
  public void close() {
    networks.values().forEach(TrainableNetwork::close);
    trunk.close();
    kernels.close();
  }
}
