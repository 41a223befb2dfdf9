package io.firenet.core.training.run;

import io.firenet.core.evaluation.Score;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one epoch of training came to.
 *
 * @param epoch its number, from 1
 * @param trainingLoss mean loss of its steps
 * @param validationLoss mean loss over the validation cases, NaN if it was not measured
 * @param validation score of the validation cases by dataset, empty if it was not measured
 * @param losses losses by dataset
 * @param waitSeconds how long training stood still for want of data
 * @param seconds how long it took
 * @param learningRate learning rate at its end
 * @param compute library, device and precision that trained it, such as {@code onednn on cpu,
 *     bf16}; absent in runs of versions that did not write it down
 * @param work what it came to; absent likewise
 * @param labels by dataset, the validation score of each of its outputs; absent likewise
 */
public record EpochRecord(
    int epoch,
    double trainingLoss,
    double validationLoss,
    Map<String, Score> validation,
    Map<String, DatasetLoss> losses,
    double waitSeconds,
    double seconds,
    double learningRate,
    Optional<String> compute,
    Optional<Work> work,
    Optional<Map<String, Map<String, Double>>> labels) {

  public EpochRecord {
    // Datasets keep their order, which is the order of their colours.
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    labels = labels.map(scores -> Collections.unmodifiableMap(new LinkedHashMap<>(scores)));
  }

  /**
   * Mean over the datasets of their validation scores, a negative one counting as 0: an R² has no
   * lower bound, and one dataset must not outweigh the others. NaN if nothing was validated.
   *
   * @return 0 to 1, or NaN
   */
  public double meanScore() {
    return validation.values().stream()
        .mapToDouble(Score::value)
        .filter(Double::isFinite)
        .map(score -> Math.max(0, score))
        .average()
        .orElse(Double.NaN);
  }
}
