package io.firenet.core.engine.host;

import io.firenet.core.engine.memory.Weight.Mean;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.network.WeightSpec;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Weights with the optimiser's running means, each in one flat off-heap array, in which every
 * weight is padded to whole cache lines, and with their gradients.
 */
public final class HostWeightGroup extends WeightGroup {

  private static final int CHUNK = 1 << 14; // floats

  private final Map<String, HostWeight> weights = new LinkedHashMap<>();
  private final AlignedBuffer values;
  private final HostGradients gradients;
  private final AlignedBuffer firstMoment;
  private final AlignedBuffer secondMoment;
  private @Nullable AlignedBuffer averages;

  /** Weights that are all zero. */
  public HostWeightGroup(List<WeightSpec> specs) {
    long length = specs.stream().mapToLong(s -> AlignedBuffer.roundUp(s.size())).sum();
    values = new AlignedBuffer(length, true);
    gradients = new HostGradients(specs, length);
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

  /** All values, each weight's in {@link KernelOrder}, with padding between them. */
  FloatBuffer values() {
    return values.values();
  }

  HostGradients gradients() {
    return gradients;
  }

  /** What the optimiser keeps, laid out as the values. */
  FloatBuffer means(Mean of) {
    return switch (of) {
      case GRADIENT -> firstMoment.values();
      case SQUARED_GRADIENT -> secondMoment.values();
      case VALUE -> Objects.requireNonNull(averages, "no averages").values();
    };
  }

  @Override
  protected void makeAverages() {
    averages = new AlignedBuffer(values.length(), false);
    averages.values().put(values());
  }

  @Override
  protected void swapAverages() {
    FloatBuffer one = values();
    FloatBuffer other = means(Mean.VALUE);
    float[][] chunks = new float[2][CHUNK];
    for (int start = 0; start < one.capacity(); start += CHUNK) {
      int n = Math.min(CHUNK, one.capacity() - start);
      one.get(start, chunks[0], 0, n);
      other.get(start, chunks[1], 0, n);
      one.put(start, chunks[1], 0, n);
      other.put(start, chunks[0], 0, n);
    }
  }

  @Override
  public void close() {
    values.close();
    gradients.close();
    firstMoment.close();
    secondMoment.close();
    if (averages != null) {
      averages.close();
    }
  }
}
