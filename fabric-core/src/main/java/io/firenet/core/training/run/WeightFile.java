package io.firenet.core.training.run;

import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.Weight.Moment;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    for (Weight weight : group.weights()) {
      add(tensors, "", weight, weight::values, weight::set);
    }
    if (optimiser) {
      addMoments(tensors, "adam.m.", group, Moment.FIRST);
      addMoments(tensors, "adam.v.", group, Moment.SECOND);
    }
    return tensors;
  }

  private static void addMoments(
      Map<String, SafeTensors.Entry> tensors, String prefix, WeightGroup group, Moment moment) {
    for (Weight weight : group.weights()) {
      add(
          tensors,
          prefix,
          weight,
          () -> weight.moment(moment),
          values -> weight.setMoment(moment, values));
    }
  }

  private static void add(
      Map<String, SafeTensors.Entry> tensors,
      String prefix,
      Weight weight,
      Supplier<float[]> values,
      Consumer<float[]> setter) {
    tensors.put(
        prefix + weight.spec().name(),
        new SafeTensors.Entry(weight.spec().shape(), values, setter));
  }
}
