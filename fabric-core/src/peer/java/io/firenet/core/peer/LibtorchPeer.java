package io.firenet.core.peer;

import io.firenet.core.bench.Contestant;
import io.firenet.core.bench.Peer;
import io.firenet.core.engine.Precision;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** libtorch on the CPU; in bfloat16 by its autocast. */
public final class LibtorchPeer implements Peer {

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public Contestant create(
      Network network,
      Precision precision,
      int threads,
      double learningRate,
      Function<WeightSpec, float[]> weights) {
    TorchPrecision torch =
        precision == Precision.BF16 ? TorchPrecision.BFLOAT16 : TorchPrecision.FLOAT32;
    return new TorchPeer(network, torch, threads, learningRate, weights);
  }

  @Override
  public List<Supplier<Contestant>> predictors(
      Network network, int threads, Function<WeightSpec, float[]> weights) {
    return List.of(
        () -> new TorchPredictor(network, threads, weights),
        () -> new TorchScriptPredictor(network, threads, weights));
  }
}
