package io.firenet.core.training;

import io.firenet.dataset.Case;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Quantity;
import io.firenet.dataset.Target;
import io.firenet.model.QuantityScale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mean and standard deviation of a dataset's quantities over its training cases. */
final class TrainingScales {

  private TrainingScales() {}

  /**
   * Reads the values of the cases; none if the dataset has no quantities.
   *
   * @param training the cases to train on
   * @throws InvalidDatasetException if a case has other values, or all have the same
   * @throws IOException if a case's values cannot be read
   */
  static List<QuantityScale> of(DatasetDescriptor dataset, List<Case> training) throws IOException {
    List<Quantity> quantities = dataset.quantities();
    if (quantities.isEmpty()) {
      return List.of();
    }
    List<List<Double>> values = new ArrayList<>();
    for (Case one : training) {
      Target target = one.target();
      Optional<String> misfit = dataset.misfit(target);
      if (misfit.isPresent()) {
        throw new InvalidDatasetException(
            "dataset %s, case %s: %s".formatted(dataset.name(), one.id(), misfit.get()));
      }
      values.add(((Target.Values) target).values());
    }
    List<QuantityScale> scales = new ArrayList<>();
    for (int i = 0; i < quantities.size(); i++) {
      int at = i;
      double[] column = values.stream().mapToDouble(v -> v.get(at)).toArray();
      scales.add(scale(dataset, quantities.get(i), column));
    }
    return List.copyOf(scales);
  }

  private static QuantityScale scale(DatasetDescriptor dataset, Quantity quantity, double[] values)
      throws InvalidDatasetException {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double variance = 0;
    for (double value : values) {
      variance += (value - mean) * (value - mean) / values.length;
    }
    if (!(variance > 0)) {
      throw new InvalidDatasetException(
          "dataset %s: the %s is %s in each of the %s training cases, nothing can be learnt of it"
              .formatted(dataset.name(), quantity, mean, values.length));
    }
    return new QuantityScale(quantity, mean, Math.sqrt(variance));
  }
}
