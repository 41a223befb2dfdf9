package io.firenet.core.bench;

import io.firenet.core.engine.Precision;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Another library that trains the same network, to be compared with. Found by {@link
 * ServiceLoader}; the Maven profile {@code peer} adds libtorch.
 */
public interface Peer {

  /**
   * As given to {@code --peer}.
   *
   * @return one word in lower case
   */
  String name();

  /**
   * The network in this library.
   *
   * @param network the description to rebuild
   * @param precision not {@link Precision#AUTO}
   * @param threads to compute with
   * @param learningRate Adam's
   * @param weights the values to start from, in ONNX order, for each weight of the network
   * @return a contestant, to be closed
   */
  Contestant create(
      Network network,
      Precision precision,
      int threads,
      double learningRate,
      Function<WeightSpec, float[]> weights);

  /**
   * The ways in which this library applies the network in single precision. The loss that their
   * steps return is NaN.
   *
   * @param network of one output
   * @param threads to compute with
   * @param weights the values, in ONNX order, for each weight of the network
   * @return one for each way, none of which is made yet
   */
  default List<Supplier<Contestant>> predictors(
      Network network, int threads, Function<WeightSpec, float[]> weights) {
    throw new IllegalArgumentException("peer '%s' does not predict".formatted(name()));
  }

  /**
   * The library of that name.
   *
   * @param name as given to {@code --peer}
   * @return the library
   * @throws IllegalArgumentException if it is not in this build
   */
  static Peer named(String name) {
    List<Peer> peers = ServiceLoader.load(Peer.class).stream().map(p -> p.get()).toList();
    return peers.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no peer '%s' in this build, there are %s; build libtorch in with: mvn -Ppeer"
                            .formatted(name, peers.stream().map(Peer::name).toList())
                        + " -DskipTests package"));
  }
}
