package io.firenet.core.training.run;

import io.firenet.core.engine.memory.KernelOrder;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.io.SafeTensors;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A weight group with its optimiser's state as a safetensors file. */
final class WeightFile {

  private static final String UPDATES = "updates";

  private WeightFile() {}

  static void write(Path file, WeightGroup group) throws IOException {
    SafeTensors.write(file, tensors(group, true), Map.of(UPDATES, Long.toString(group.updates())));
  }

  /** Reads weights and the optimiser's state. */
  static void read(Path file, WeightGroup group) throws IOException {
    Map<String, String> metadata = SafeTensors.read(file, tensors(group, true));
    group.setUpdates(Long.parseLong(metadata.getOrDefault(UPDATES, "0")));
  }

  /** Reads the weights alone. */
  static void readWeights(Path file, WeightGroup group) throws IOException {
    SafeTensors.read(file, tensors(group, false));
  }

  private static Map<String, SafeTensors.Entry> tensors(WeightGroup group, boolean optimiser) {
    Map<String, SafeTensors.Entry> tensors = new LinkedHashMap<>();
    add(tensors, group, "", group.values());
    if (optimiser) {
      add(tensors, group, "adam.m.", group.firstMoment());
      add(tensors, group, "adam.v.", group.secondMoment());
    }
    return tensors;
  }

  private static void add(
      Map<String, SafeTensors.Entry> tensors, WeightGroup group, String prefix, FloatBuffer flat) {
    group
        .offsets()
        .forEach(
            (spec, offset) -> {
              FloatBuffer stored = flat.slice(offset, (int) spec.size());
              tensors.put(
                  prefix + spec.name(),
                  new SafeTensors.Entry(
                      spec.shape(),
                      () -> KernelOrder.toOnnx(spec, stored),
                      values -> KernelOrder.store(spec, values, stored)));
            });
  }
}
