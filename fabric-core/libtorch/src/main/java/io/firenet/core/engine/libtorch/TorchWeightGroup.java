package io.firenet.core.engine.libtorch;

import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.network.WeightSpec;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Weights in the device's memory. */
final class TorchWeightGroup implements WeightGroup {

  private final Map<String, TorchWeight> weights = new LinkedHashMap<>();
  private long updates;
  private boolean frozen;
  private boolean averaged;

  TorchWeightGroup(TorchMemory memory, List<WeightSpec> specs) {
    specs.forEach(spec -> weights.put(spec.name(), new TorchWeight(memory, this, spec)));
  }

  @Override
  public Collection<TorchWeight> weights() {
    return Collections.unmodifiableCollection(weights.values());
  }

  @Override
  public @Nullable TorchWeight weight(String name) {
    return weights.get(name);
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
  public boolean averaged() {
    return averaged;
  }

  @Override
  public void beginAverages() {
    if (!averaged) {
      weights.values().forEach(TorchWeight::beginAverage);
      averaged = true;
    }
  }

  @Override
  public void exchangeAverages() {
    if (averaged) {
      weights.values().forEach(TorchWeight::exchangeAverage);
    }
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
    weights.values().forEach(TorchWeight::close);
    weights.clear();
  }
}
