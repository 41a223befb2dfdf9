package io.firenet.core.peer;

import io.firenet.core.dl4j.Head;
import io.firenet.core.dl4j.TrainingEngine;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.Map;
import java.util.function.Function;

/** This project's engine, Deeplearning4j with oneDNN kernels, in float32. */
final class OwnEngine implements Contestant {

  private final TrainingEngine engine;
  private final Head head;
  private final double learningRate;

  OwnEngine(Network network, double learningRate, Function<WeightSpec, float[]> weights) {
    engine = new TrainingEngine(Map.of("peer", network), 1);
    head = engine.head("peer");
    network.weights().forEach(w -> head.weight(w.name()).values().put(0, weights.apply(w)));
    this.learningRate = learningRate;
  }

  @Override
  public String name() {
    return "FIRENet, Deeplearning4j with oneDNN, float32";
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
