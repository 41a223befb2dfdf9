package io.firenet.core.training.averaging;

import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.training.run.Checkpoints;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The weight groups of an engine by name, and their values as one array each, in ONNX order. */
final class WeightGroups {

  static final String TRUNK = Checkpoints.TRUNK;

  private WeightGroups() {}

  static Map<String, WeightGroup> of(TrainingEngine engine) {
    Map<String, WeightGroup> groups = new LinkedHashMap<>();
    groups.put(TRUNK, engine.trunk());
    new TreeMap<>(engine.networks()).forEach((name, network) -> groups.put(name, network.own()));
    return groups;
  }

  static int size(WeightGroup group) {
    return Math.toIntExact(group.weights().stream().mapToLong(w -> w.spec().size()).sum());
  }

  static float[] get(WeightGroup group, Function<Weight, float[]> getter) {
    float[] all = new float[size(group)];
    int at = 0;
    for (Weight weight : group.weights()) {
      float[] values = getter.apply(weight);
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return all;
  }

  static void set(WeightGroup group, float[] all, BiConsumer<Weight, float[]> setter) {
    if (all.length != size(group)) {
      throw new IllegalArgumentException(
          "expected %s values of a weight group, got %s; driver and workers train different networks"
              .formatted(size(group), all.length));
    }
    int at = 0;
    for (Weight weight : group.weights()) {
      int end = at + Math.toIntExact(weight.spec().size());
      setter.accept(weight, Arrays.copyOfRange(all, at, end));
      at = end;
    }
  }
}
