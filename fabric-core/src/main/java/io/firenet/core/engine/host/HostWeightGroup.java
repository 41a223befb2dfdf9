package io.firenet.core.engine.host;

import io.firenet.core.engine.memory.Weight.Moment;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.network.WeightSpec;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weights with their gradients and the optimiser's two moments, each in one flat off-heap array, in
 * which every weight is padded to whole cache lines.
 */
public final class HostWeightGroup implements WeightGroup {

  private final Map<String, HostWeight> weights = new LinkedHashMap<>();
  private final AlignedBuffer values;
  private final AlignedBuffer gradients;
  private final AlignedBuffer firstMoment;
  private final AlignedBuffer secondMoment;
  private long updates;
  private boolean frozen;

  /** Weights that are all zero. */
  public HostWeightGroup(List<WeightSpec> specs) {
    long length = specs.stream().mapToLong(s -> AlignedBuffer.roundUp(s.size())).sum();
    values = new AlignedBuffer(length, true);
    gradients = new AlignedBuffer(length, true);
    firstMoment = new AlignedBuffer(length, true);
    secondMoment = new AlignedBuffer(length, true);
    long offset = 0;
    for (WeightSpec spec : specs) {
      weights.put(spec.name(), new HostWeight(this, spec, Math.toIntExact(offset)));
      offset += AlignedBuffer.roundUp(spec.size());
    }
  }

  @Override
  public Collection<HostWeight> weights() {
    return Collections.unmodifiableCollection(weights.values());
  }

  @Override
  public @Nullable HostWeight weight(String name) {
    return weights.get(name);
  }

  long valuesAddress() {
    return values.address();
  }

  long gradientsAddress() {
    return gradients.address();
  }

  /** All values, each weight's in {@link KernelOrder}, with padding between them. */
  FloatBuffer values() {
    return values.values();
  }

  /** All gradients, laid out as the values. */
  FloatBuffer gradients() {
    return gradients.values();
  }

  /** What the optimiser keeps, laid out as the values. */
  FloatBuffer moments(Moment moment) {
    return switch (moment) {
      case FIRST -> firstMoment.values();
      case SECOND -> secondMoment.values();
    };
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public void setUpdates(long updates) {
    this.updates = updates;
  }

  @Override
  public boolean frozen() {
    return frozen;
  }

  @Override
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
