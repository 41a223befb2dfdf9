package io.firenet.core.evaluation;

import java.util.List;

/**
 * A case of whose image values were predicted.
 *
 * @param caseId the case
 * @param reference the values it has, in their units
 * @param predicted the values predicted, in their units
 */
public record MeasuredCase(String caseId, List<Double> reference, List<Double> predicted) {

  /**
   * @throws IllegalArgumentException if there are not as many predicted as known values
   */
  public MeasuredCase {
    reference = List.copyOf(reference);
    predicted = List.copyOf(predicted);
    if (reference.size() != predicted.size()) {
      throw new IllegalArgumentException(
          "case '%s': %s values are known, %s predicted"
              .formatted(caseId, reference.size(), predicted.size()));
    }
  }

  /** Predicted less known value. */
  double error(int quantity) {
    return predicted.get(quantity) - reference.get(quantity);
  }
}
