package io.firenet.core.peer;

import io.firenet.core.dl4j.Head;
import io.firenet.core.dl4j.Precision;
import io.firenet.core.dl4j.TrainingEngine;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.Map;
import java.util.function.Function;

/** This project's engine, Deeplearning4j with oneDNN kernels. */
final class OwnEngine implements Contestant {

  private final Precision precision;
  private final TrainingEngine engine;
  private final Head head;
  private final double learningRate;

  OwnEngine(
      Network network,
      Precision precision,
      double learningRate,
      Function<WeightSpec, float[]> weights) {
    this.precision = precision;
    engine = new TrainingEngine(Map.of("peer", network), 1, Map.of(), precision);
    head = engine.head("peer");
    network.weights().forEach(w -> head.weight(w.name()).set(weights.apply(w)));
    this.learningRate = learningRate;
  }

  @Override
  public String name() {
    return name(precision);
  }

  static String name(Precision precision) {
    return "FIRENet, " + (precision == Precision.BF16 ? "bfloat16" : "float32");
  }

  @Override
  public double step(float[] image, short[] labels, GridSize size) {
    return head.step(image, labels, size, learningRate).total();
  }

  @Override
  public void close() {
    engine.close();
  }
}
