package io.firenet.core.engine;

import io.firenet.core.engine.kernel.Adam;
import io.firenet.core.engine.kernel.Optimiser;

/** An optimiser on one weight, in double precision, written as its formulas are. */
final class OptimiserReference {

  private final Optimiser optimiser;
  private final boolean decays;
  private final double[] value;
  private final double[] first;
  private final double[] second;
  private final double[] average;
  private int updates;

  OptimiserReference(Optimiser optimiser, boolean decays, float[] start) {
    this.optimiser = optimiser;
    this.decays = decays;
    value = new double[start.length];
    first = new double[start.length];
    second = new double[start.length];
    for (int i = 0; i < start.length; i++) {
      value[i] = start[i];
    }
    average = value.clone();
  }

  void follow(float[] gradient, double rate) {
    updates++;
    Adam adam = optimiser.adam();
    for (int i = 0; i < value.length; i++) {
      first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * gradient[i];
      second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * gradient[i] * gradient[i];
      double mean = first[i] / (1 - Math.pow(adam.beta1(), updates));
      double square = second[i] / (1 - Math.pow(adam.beta2(), updates));
      double decay = decays ? rate * optimiser.weightDecay() * value[i] : 0;
      value[i] -= decay + rate * mean / (Math.sqrt(square) + adam.epsilon());
    }
    if (updates <= 16 || updates % 4 == 0) {
      double perUpdate = Math.min(optimiser.averaging(), updates / (9.0 + updates));
      double kept = Math.pow(perUpdate, updates <= 16 ? 1 : 4);
      for (int i = 0; i < value.length; i++) {
        average[i] = kept * average[i] + (1 - kept) * value[i];
      }
    }
  }

  float[] values() {
    return floats(value);
  }

  float[] average() {
    return floats(average);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
