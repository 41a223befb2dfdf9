package io.firenet.core.training.run;

import io.firenet.core.engine.memory.Weight;
import io.firenet.core.engine.memory.Weight.Mean;
import io.firenet.core.engine.memory.WeightGroup;
import io.firenet.core.io.SafeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A weight group with its optimiser's state as a safetensors file. */
final class WeightFile {

  private static final String UPDATES = "updates";
  private static final String AVERAGED = "averaged";
  private static final String AVERAGE_PREFIX = "average.";
  private static final String OUTER = "outerMomentum";
  private static final String OUTER_PREFIX = "outer.";

  private WeightFile() {}

  /**
   * Writes weights and the optimiser's state.
   *
   * @param outer momentum of an outer update, a value for each weight in their order, if there is
   *     one
   * @return the file's SHA-256
   */
  static String write(Path file, WeightGroup group, Optional<float[]> outer) throws IOException {
    Map<String, SafeTensors.Entry> tensors = tensors(group, true, group.averaged());
    outer.ifPresent(values -> addOuter(tensors, group, values));
    return SafeTensors.write(
        file,
        tensors,
        Map.of(
            UPDATES,
            Long.toString(group.updates()),
            AVERAGED,
            Boolean.toString(group.averaged()),
            OUTER,
            Boolean.toString(outer.isPresent())));
  }

  /**
   * Reads weights and the optimiser's state, with running means of the weights if it has any.
   *
   * @return the momentum of an outer update, if it has that
   */
  static Optional<float[]> read(Path file, WeightGroup group, Optional<String> sha256)
      throws IOException {
    Map<String, String> head = SafeTensors.metadata(file);
    boolean averaged = Boolean.parseBoolean(head.get(AVERAGED));
    if (averaged) {
      group.beginAverages();
    }
    Map<String, SafeTensors.Entry> tensors = tensors(group, true, averaged);
    Optional<float[]> outer = Optional.empty();
    if (Boolean.parseBoolean(head.get(OUTER))) {
      long size = group.weights().stream().mapToLong(weight -> weight.spec().size()).sum();
      outer = Optional.of(new float[Math.toIntExact(size)]);
      addOuter(tensors, group, outer.get());
    }
    Map<String, String> metadata = SafeTensors.read(file, tensors, sha256);
    String updates = metadata.getOrDefault(UPDATES, "0");
    if (!updates.matches("\\d{1,18}")) {
      throw new IOException(
          "%s is damaged: expected a number of updates, found '%s'".formatted(file, updates));
    }
    group.setUpdates(Long.parseLong(updates));
    return outer;
  }

  /** Reads the weights that are the result: their running means, where the file has these. */
  static void readWeights(Path file, WeightGroup group, Optional<String> sha256)
      throws IOException {
    if (averaged(file)) {
      Map<String, SafeTensors.Entry> tensors = new LinkedHashMap<>();
      for (Weight weight : group.weights()) {
        add(tensors, AVERAGE_PREFIX, weight, weight::values, weight::set);
      }
      SafeTensors.read(file, tensors, sha256);
    } else {
      SafeTensors.read(file, tensors(group, false, false), sha256);
    }
  }

  private static boolean averaged(Path file) throws IOException {
    return Boolean.parseBoolean(SafeTensors.metadata(file).get(AVERAGED));
  }

  private static Map<String, SafeTensors.Entry> tensors(
      WeightGroup group, boolean optimiser, boolean averages) {
    Map<String, SafeTensors.Entry> tensors = new LinkedHashMap<>();
    for (Weight weight : group.weights()) {
      add(tensors, "", weight, weight::values, weight::set);
    }
    if (optimiser) {
      addMeans(tensors, "adam.m.", group, Mean.GRADIENT);
      addMeans(tensors, "adam.v.", group, Mean.SQUARED_GRADIENT);
    }
    if (averages) {
      addMeans(tensors, AVERAGE_PREFIX, group, Mean.VALUE);
    }
    return tensors;
  }

  private static void addMeans(
      Map<String, SafeTensors.Entry> tensors, String prefix, WeightGroup group, Mean of) {
    for (Weight weight : group.weights()) {
      add(tensors, prefix, weight, () -> weight.mean(of), values -> weight.setMean(of, values));
    }
  }

  /** Of an array for the whole group, which is read from or filled. */
  private static void addOuter(
      Map<String, SafeTensors.Entry> tensors, WeightGroup group, float[] all) {
    int from = 0;
    for (Weight weight : group.weights()) {
      int begin = from;
      int size = Math.toIntExact(weight.spec().size());
      add(
          tensors,
          OUTER_PREFIX,
          weight,
          () -> Arrays.copyOfRange(all, begin, begin + size),
          values -> System.arraycopy(values, 0, all, begin, size));
      from += size;
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
