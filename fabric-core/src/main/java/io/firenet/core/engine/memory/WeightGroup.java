package io.firenet.core.engine.memory;

import io.firenet.network.WeightSpec;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Weights that belong together (the shared trunk, or one dataset's stem and head) with their
 * gradients and the optimiser's two moments, each in one flat off-heap array.
 */
public final class WeightGroup implements AutoCloseable {

  private static final double HE_SLOPE = 0.01;

  private final Map<WeightSpec, Integer> offsets = new LinkedHashMap<>();
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final AlignedBuffer values;
  private final AlignedBuffer gradients;
  private final AlignedBuffer firstMoment;
  private final AlignedBuffer secondMoment;
  private long updates;
  private boolean frozen;

  /** Fresh weights; each one's values depend on the seed and its own name alone. */
  public WeightGroup(List<WeightSpec> specs, long seed) {
    long length = specs.stream().mapToLong(s -> aligned(s.size())).sum();
    values = new AlignedBuffer(length, true);
    gradients = new AlignedBuffer(length, true);
    firstMoment = new AlignedBuffer(length, true);
    secondMoment = new AlignedBuffer(length, true);
    int offset = 0;
    for (WeightSpec spec : specs) {
      long bytes = (long) offset * Float.BYTES;
      Weight weight = new Weight(this, spec, values.address() + bytes, gradients.address() + bytes);
      weights.put(spec.name(), weight);
      initialise(weight, seed);
      offsets.put(spec, offset);
      offset += aligned(spec.size());
    }
  }

  private static int aligned(long length) {
    return Math.toIntExact(AlignedBuffer.roundUp(length));
  }

  private static void initialise(Weight weight, long seed) {
    WeightSpec spec = weight.spec();
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
    weight.set(values);
  }

  /** Where each weight begins in the flat arrays, in their order. */
  public Map<WeightSpec, Integer> offsets() {
    return Collections.unmodifiableMap(offsets);
  }

  /** The weight of a name, or null. */
  public @Nullable Weight weight(String name) {
    return weights.get(name);
  }

  /** All values, each weight's in {@link KernelOrder}, with padding between them. */
  public FloatBuffer values() {
    return values.values();
  }

  /** All gradients, laid out as the values. */
  public FloatBuffer gradients() {
    return gradients.values();
  }

  /** The optimiser's running mean of the gradients, laid out as the values. */
  public FloatBuffer firstMoment() {
    return firstMoment.values();
  }

  /** The optimiser's running mean of the squared gradients, laid out as the values. */
  public FloatBuffer secondMoment() {
    return secondMoment.values();
  }

  /** How often the optimiser has updated this group. */
  public long updates() {
    return updates;
  }

  public void setUpdates(long updates) {
    this.updates = updates;
  }

  /** Whether the weights stay as they are. */
  public boolean frozen() {
    return frozen;
  }

  /** Keeps the weights as they are: no gradients for them, no updates. */
  public void freeze() {
    frozen = true;
  }

  @Override
  public void close() {
    values.close();
    gradients.close();
    firstMoment.close();
    secondMoment.close();
  }
}
