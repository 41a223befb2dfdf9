package io.firenet.core.training.run;

import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.Weight.Moment;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A weight group with its optimiser's state as a safetensors file. */
final class WeightFile {

  private static final String UPDATES = "updates";

  private WeightFile() {}

  /** Returns the file's SHA-256. */
  static String write(Path file, WeightGroup group) throws IOException {
    return SafeTensors.write(
        file, tensors(group, true), Map.of(UPDATES, Long.toString(group.updates())));
  }

  /** Reads weights and the optimiser's state. */
  static void read(Path file, WeightGroup group, Optional<String> sha256) throws IOException {
    Map<String, String> metadata = SafeTensors.read(file, tensors(group, true), sha256);
    String updates = metadata.getOrDefault(UPDATES, "0");
    if (!updates.matches("\\d{1,18}")) {
      throw new IOException(
          "%s is damaged: expected a number of updates, found '%s'".formatted(file, updates));
    }
    group.setUpdates(Long.parseLong(updates));
  }

  /** Reads the weights alone. */
  static void readWeights(Path file, WeightGroup group, Optional<String> sha256)
      throws IOException {
    SafeTensors.read(file, tensors(group, false), sha256);
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
