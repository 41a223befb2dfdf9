package io.firenet.core.dl4j.memory;

import io.firenet.network.WeightSpec;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Weights that belong together (the shared trunk, or one dataset's stem and head) with their
 * gradients and the optimiser's two moments, each in one flat off-heap array.
 */
public final class WeightGroup implements AutoCloseable {

  private static final long ALIGN = 16; // floats: one cache line
  private static final double HE_SLOPE = 0.01;

  private final Map<WeightSpec, Integer> offsets = new LinkedHashMap<>();
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final INDArray values;
  private final INDArray gradients;
  private final INDArray firstMoment;
  private final INDArray secondMoment;
  private long updates;

  /** Fresh weights; each one's values depend on the seed and its own name alone. */
  public WeightGroup(List<WeightSpec> specs, long seed) {
    long length = specs.stream().mapToLong(s -> aligned(s.size())).sum();
    values = Nd4j.zeros(DataType.FLOAT, length);
    gradients = Nd4j.zeros(DataType.FLOAT, length);
    firstMoment = Nd4j.zeros(DataType.FLOAT, length);
    secondMoment = Nd4j.zeros(DataType.FLOAT, length);
    int offset = 0;
    for (WeightSpec spec : specs) {
      long bytes = (long) offset * Float.BYTES;
      Weight weight =
          new Weight(spec, values.data().address() + bytes, gradients.data().address() + bytes);
      weights.put(spec.name(), weight);
      initialise(weight, seed);
      offsets.put(spec, offset);
      offset += aligned(spec.size());
    }
  }

  private static int aligned(long length) {
    return Math.toIntExact((length + ALIGN - 1) / ALIGN * ALIGN);
  }

  private static void initialise(Weight weight, long seed) {
    WeightSpec spec = weight.spec();
    FloatBuffer target = weight.values();
    double deviation = Math.sqrt(2 / ((1 + HE_SLOPE * HE_SLOPE) * spec.fanIn()));
    Random random = new Random(seed * 31 + spec.name().hashCode());
    for (int i = 0; i < spec.size(); i++) {
      target.put(
          i,
          switch (spec.init()) {
            case HE_NORMAL -> (float) (deviation * random.nextGaussian());
            case ZEROS -> 0f;
            case ONES -> 1f;
          });
    }
  }

  /** Where each weight begins in the flat arrays, in their order. */
  public Map<WeightSpec, Integer> offsets() {
    return Collections.unmodifiableMap(offsets);
  }

  /** The weight of a name, or null. */
  public @Nullable Weight weight(String name) {
    return weights.get(name);
  }

  /** All values, in the order of the specs, with padding between them. */
  public FloatBuffer values() {
    return flat(values);
  }

  /** All gradients, laid out as the values. */
  public FloatBuffer gradients() {
    return flat(gradients);
  }

  /** The optimiser's running mean of the gradients, laid out as the values. */
  public FloatBuffer firstMoment() {
    return flat(firstMoment);
  }

  /** The optimiser's running mean of the squared gradients, laid out as the values. */
  public FloatBuffer secondMoment() {
    return flat(secondMoment);
  }

  /** How often the optimiser has updated this group. */
  public long updates() {
    return updates;
  }

  public void setUpdates(long updates) {
    this.updates = updates;
  }

  private static FloatBuffer flat(INDArray array) {
    return Tensor.values(array.data().address(), array.length());
  }

  @Override
  public void close() {
    values.close();
    gradients.close();
    firstMoment.close();
    secondMoment.close();
  }
}
