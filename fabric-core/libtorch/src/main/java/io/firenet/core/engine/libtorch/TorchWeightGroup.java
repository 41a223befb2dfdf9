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
final class TorchWeightGroup extends WeightGroup {

  private final Map<String, TorchWeight> weights = new LinkedHashMap<>();

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
  protected void makeAverages() {
    weights.values().forEach(TorchWeight::beginAverage);
  }

  @Override
  protected void swapAverages() {
    weights.values().forEach(TorchWeight::exchangeAverage);
  }

  @Override
  public void close() {
    weights.values().forEach(TorchWeight::close);
    weights.clear();
  }
}
