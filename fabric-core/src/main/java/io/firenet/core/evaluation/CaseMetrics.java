package io.firenet.core.evaluation;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one case.
 *
 * @param caseId the case
 * @param metrics by label value, without the background
 * @param predictionFile the predicted label map, null if it was never written
 * @param referenceFile the reference label map, null if it has no file
 */
public record CaseMetrics(
    String caseId,
    Map<Integer, LabelMetrics> metrics,
    @Nullable Path predictionFile,
    @Nullable Path referenceFile) {

  public CaseMetrics {
    metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
  }

  /**
   * The mean Dice over the labels where it is defined; NaN if it is for none.
   *
   * @return 0 to 1, or NaN
   */
  public double meanDice() {
    return metrics.values().stream()
        .mapToDouble(LabelMetrics::dice)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /**
   * How well this case went.
   *
   * @param names of the labels, by value
   * @return the mean, and Dice by the label's name
   */
  public CaseScore score(List<String> names) {
    Map<String, Double> dice = new LinkedHashMap<>();
    metrics.forEach((label, one) -> dice.put(names.get(label), one.dice()));
    return new CaseScore(caseId, meanDice(), dice);
  }
}
