package io.firenet.core.evaluation;

import java.util.List;

/**
 * A case whose image was classified as a whole.
 *
 * @param caseId the case
 * @param reference the class it has
 * @param probabilities of each class
 */
public record ClassifiedCase(String caseId, int reference, List<Double> probabilities) {

  /**
   * @throws IllegalArgumentException if the reference is none of the classes
   */
  public ClassifiedCase {
    probabilities = List.copyOf(probabilities);
    if (reference < 0 || reference >= probabilities.size()) {
      throw new IllegalArgumentException(
          "case '%s': the class must be 0 to %s, got %s"
              .formatted(caseId, probabilities.size() - 1, reference));
    }
  }

  /**
   * The most probable class, the lowest of equals.
   *
   * @return from 0
   */
  public int predicted() {
    int best = 0;
    for (int c = 1; c < probabilities.size(); c++) {
      best = probabilities.get(c) > probabilities.get(best) ? c : best;
    }
    return best;
  }
}
