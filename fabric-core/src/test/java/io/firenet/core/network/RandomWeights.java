package io.firenet.core.network;

import io.firenet.network.WeightSpec;
import java.util.Random;
import java.util.function.Function;

/**
 * Weights as of a trained network: kernels of He's size, scales around 1, everything else around 0.
 * The same name and seed give the same values.
 */
public record RandomWeights(long seed) implements Function<WeightSpec, float[]> {

  @Override
  public float[] apply(WeightSpec weight) {
    Random random = new Random(seed * 31 + weight.name().hashCode());
    double centre = weight.init() == WeightSpec.Init.ONES ? 1 : 0;
    double deviation =
        weight.init() == WeightSpec.Init.HE_NORMAL ? Math.sqrt(2.0 / weight.fanIn()) : 0.3;
    float[] values = new float[(int) weight.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (centre + deviation * random.nextGaussian());
    }
    return values;
  }
}
