package io.firenet.core.engine;

import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.WeightGroup;
import java.util.function.Function;

/** All weights of a group, one after another. */
public final class WeightCopy {

  private WeightCopy() {}

  public static float[] of(WeightGroup group) {
    return of(group, Weight::values);
  }

  /**
   * @param part what is taken of each weight
   */
  public static float[] of(WeightGroup group, Function<Weight, float[]> part) {
    int length = group.weights().stream().mapToInt(w -> (int) w.spec().size()).sum();
    float[] all = new float[length];
    int at = 0;
    for (Weight weight : group.weights()) {
      float[] values = part.apply(weight);
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return all;
  }
}
