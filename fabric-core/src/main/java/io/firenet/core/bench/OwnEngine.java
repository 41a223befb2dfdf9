package io.firenet.core.bench;

import io.firenet.core.engine.Compute;
import io.firenet.core.engine.Precision;
import io.firenet.core.engine.TrainableNetwork;
import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.step.StepTimes;
import io.firenet.network.Network;
import io.firenet.network.WeightSpec;
import io.firenet.volume.GridSize;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** This project's engine, Deeplearning4j with oneDNN kernels. */
public final class OwnEngine implements Contestant {

  private static final String DATASET = "bench";

  private final Precision precision;
  private final TrainingEngine engine;
  private final TrainableNetwork head;
  private final double learningRate;
  private int steps;

  /** With fresh weights. */
  /**
   * With what is best here.
   *
   * @param network to train
   * @param precision number format of activations and their gradients
   * @param learningRate Adam's
   */
  public OwnEngine(Network network, Precision precision, double learningRate) {
    this(network, precision, learningRate, Compute.here());
  }

  /**
   * With a device and a library of one's choice.
   *
   * @param network to train
   * @param precision number format of activations and their gradients
   * @param learningRate Adam's
   * @param compute device and kernel library
   */
  public OwnEngine(Network network, Precision precision, double learningRate, Compute compute) {
    this.precision = precision;
    this.learningRate = learningRate;
    engine = new TrainingEngine(Map.of(DATASET, network), 1, Map.of(), precision, compute);
    head = engine.network(DATASET);
  }

  /**
   * With given weights, on what is best here.
   *
   * @param network to train
   * @param precision number format of activations and their gradients
   * @param learningRate Adam's
   * @param weights the values to start from, in ONNX order, for each weight of the network
   */
  public OwnEngine(
      Network network,
      Precision precision,
      double learningRate,
      Function<WeightSpec, float[]> weights) {
    this(network, precision, learningRate);
    network.weights().forEach(w -> head.weight(w.name()).set(weights.apply(w)));
  }

  /**
   * A copy of each weight by its name, in ONNX order.
   *
   * @return new arrays
   */
  public Map<String, float[]> weights() {
    Map<String, float[]> weights = new HashMap<>();
    head.network().weights().forEach(w -> weights.put(w.name(), head.values(w)));
    return weights;
  }

  /**
   * Where the time of a step goes, by kind of layer, on average over all but the first.
   *
   * @return seconds of each kind of layer, forward and backward
   */
  public Map<String, StepTimes.Part> secondsPerStep() {
    Map<String, StepTimes.Part> parts = new LinkedHashMap<>();
    double counted = Math.max(1, steps - 1);
    head.times()
        .parts()
        .forEach(
            (kind, part) ->
                parts.put(
                    kind, new StepTimes.Part(part.forward() / counted, part.backward() / counted)));
    return parts;
  }

  @Override
  public String name() {
    return name(precision);
  }

  /**
   * What it is called beside others.
   *
   * @param precision number format of activations and their gradients
   * @return the name, for tables
   */
  public static String name(Precision precision) {
    return "FIRENet, " + (precision == Precision.BF16 ? "bfloat16" : "float32");
  }

  @Override
  public double step(float[] image, short[] labels, GridSize size) {
    double loss = head.step(image, labels, size, learningRate).total();
    steps++;
    if (steps == 1) {
      head.times().reset(); // the first one compiles
    }
    return loss;
  }

  @Override
  public void close() {
    engine.close();
  }
}
