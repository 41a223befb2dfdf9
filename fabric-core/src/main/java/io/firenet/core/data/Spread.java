package io.firenet.core.data;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Collection;

/**
 * How a figure varies.
 *
 * @param least the least
 * @param median the median
 * @param most the most
 */
public record Spread(double least, double median, double most) {

  /**
   * Of values.
   *
   * @param values at least one, none of which is NaN
   * @return least, median and most of them
   * @throws IllegalArgumentException if there is none
   */
  public static Spread of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values, so nothing varies");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  JsonObject toJson() {
    return Json.createObjectBuilder()
        .add("least", least)
        .add("median", median)
        .add("most", most)
        .build();
  }
}
