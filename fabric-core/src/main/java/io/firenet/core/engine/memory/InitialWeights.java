package io.firenet.core.engine.memory;

import io.firenet.network.WeightSpec;
import java.util.Random;

/** The values with which weights begin: the same in every kernel library. */
public final class InitialWeights {

  private static final double HE_SLOPE = 0.01;

  private InitialWeights() {}

  /** Sets all of a group's weights; each one's values depend on the seed and its name alone. */
  public static void set(WeightGroup group, long seed) {
    for (Weight weight : group.weights()) {
      weight.set(values(weight.spec(), seed));
    }
  }

  private static float[] values(WeightSpec spec, long seed) {
    float[] values = new float[(int) spec.size()];
    double deviation = Math.sqrt(2 / ((1 + HE_SLOPE * HE_SLOPE) * spec.fanIn()));
    Random random = new Random(seed * 31 + spec.name().hashCode());
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (spec.init()) {
            case HE_NORMAL -> (float) (deviation * random.nextGaussian());
            case ZEROS -> 0f;
            case ONES -> 1f;
            case QUARTERS -> 0.25f;
          };
    }
    return values;
  }
}
