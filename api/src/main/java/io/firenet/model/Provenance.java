package io.firenet.model;

import io.firenet.dataset.Naming;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a model comes from.
 *
 * @param software name and version of what trained it
 * @param trainedOn names of all datasets that trained the shared trunk, with the number of cases;
 *     without those that validate, unless {@code validationCases} is absent
 * @param epochs epochs trained
 * @param seed seed of the run
 * @param validationShare share of the subjects that were kept for validation
 * @param finishedAt time of the last checkpoint, ISO 8601, UTC
 * @param metrics validation metrics at that time, by name
 * @param fold which fold was kept for validation, such as {@code 2/5}, or {@link #GIVEN_SPLIT};
 *     absent for one split by {@code validationShare}
 * @param from the run whose trunk this one began with, and its epoch; absent if it began fresh
 * @param validationCases number of cases of the model's dataset that were kept for validation;
 *     absent in cards of before it was told
 * @param scores how well the model does on them: first all outputs together, then each
 * @param stratifiedBy of what training and validation each have their share, {@link #BY_CLASS};
 *     absent where the split was drawn by subject alone, as in cards of before there was another
 *     way
 */
public record Provenance(
    String software,
    Map<String, Integer> trainedOn,
    int epochs,
    long seed,
    double validationShare,
    String finishedAt,
    Map<String, Double> metrics,
    Optional<String> fold,
    Optional<String> from,
    OptionalInt validationCases,
    List<ValidationScore> scores,
    Optional<String> stratifiedBy) {

  /** Classes of whole images, as that of which each side of a split has its share. */
  public static final String BY_CLASS = "class";

  /** In place of a fold: what was kept for validation was read from a file. */
  public static final String GIVEN_SPLIT = "given";

  /**
   * Checks what it is made of.
   *
   * @param software name and version of what trained it
   * @param trainedOn names of all datasets that trained the shared trunk, with the number of cases;
   *     without those that validate, unless {@code validationCases} is absent
   * @param epochs epochs trained
   * @param seed seed of the run
   * @param validationShare share of the subjects that were kept for validation
   * @param finishedAt time of the last checkpoint, ISO 8601, UTC
   * @param metrics validation metrics at that time, by name
   * @param fold which fold was kept for validation, such as {@code 2/5}, or {@link #GIVEN_SPLIT};
   *     absent for one split by {@code validationShare}
   * @param from the run whose trunk this one began with, and its epoch; absent if it began fresh
   * @param validationCases number of cases of the model's dataset that were kept for validation;
   *     absent in cards of before it was told
   * @param scores how well the model does on them: first all outputs together, then each
   * @param stratifiedBy of what training and validation each have their share, {@link #BY_CLASS};
   *     absent where the split was drawn by subject alone, as in cards of before there was another
   *     way
   * @throws IllegalArgumentException if a dataset's name is none by the rules of {@link Naming}, or
   *     a metric's or a stratification's no text of one line
   */
  public Provenance {
    trainedOn = Map.copyOf(trainedOn);
    trainedOn.keySet().forEach(each -> Naming.name("dataset", each));
    metrics.keySet().forEach(each -> Naming.text("a metric", each));
    metrics = Map.copyOf(metrics);
    scores = List.copyOf(scores);
    stratifiedBy.ifPresent(each -> Naming.text("stratifiedBy", each));
  }

  /**
   * {@return a builder, to which what is known is given by name}
   *
   * @param software name and version of what trained the model
   */
  public static ProvenanceBuilder builder(String software) {
    return new ProvenanceBuilder(software);
  }
}
