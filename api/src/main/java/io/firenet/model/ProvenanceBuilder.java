package io.firenet.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A {@link Provenance} to be put together; what its parts are is said there. What is not given is
 * as in a model that nothing has trained: no epoch, no case, no score. {@link #build} checks them.
 */
public final class ProvenanceBuilder {

  private final String software;
  private Map<String, Integer> trainedOn = Map.of();
  private int epochs;
  private long seed;
  private double validationShare;
  private String finishedAt = "";
  private Map<String, Double> metrics = Map.of();
  private Optional<String> fold = Optional.empty();
  private Optional<String> from = Optional.empty();
  private OptionalInt validationCases = OptionalInt.empty();
  private List<ValidationScore> scores = List.of();
  private Optional<String> stratifiedBy = Optional.empty();

  ProvenanceBuilder(String software) {
    this.software = software;
  }

  /**
   * The datasets that trained the shared trunk.
   *
   * @param trainedOn number of cases by the dataset's name; none by default
   * @return this builder
   */
  public ProvenanceBuilder trainedOn(Map<String, Integer> trainedOn) {
    this.trainedOn = Map.copyOf(trainedOn);
    return this;
  }

  /**
   * How long it was trained.
   *
   * @param epochs whole epochs; 0 by default
   * @return this builder
   */
  public ProvenanceBuilder epochs(int epochs) {
    this.epochs = epochs;
    return this;
  }

  /**
   * What the run's random choices follow from.
   *
   * @param seed any number; 0 by default
   * @return this builder
   */
  public ProvenanceBuilder seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * How much was kept for validation.
   *
   * @param validationShare share of the subjects, 0 to 1; 0 by default
   * @return this builder
   */
  public ProvenanceBuilder validationShare(double validationShare) {
    this.validationShare = validationShare;
    return this;
  }

  /**
   * When the last checkpoint was written.
   *
   * @param finishedAt ISO 8601, UTC; empty, as by default, where there was none
   * @return this builder
   */
  public ProvenanceBuilder finishedAt(String finishedAt) {
    this.finishedAt = finishedAt;
    return this;
  }

  /**
   * Validation metrics at that time.
   *
   * @param metrics values by the metric's name; none by default
   * @return this builder
   */
  public ProvenanceBuilder metrics(Map<String, Double> metrics) {
    this.metrics = Map.copyOf(metrics);
    return this;
  }

  /**
   * Which fold was kept for validation.
   *
   * @param fold such as {@code 2/5}, or {@link Provenance#GIVEN_SPLIT}; empty, as by default, for
   *     one split by {@link #validationShare}
   * @return this builder
   */
  public ProvenanceBuilder fold(Optional<String> fold) {
    this.fold = fold;
    return this;
  }

  /**
   * The run whose trunk this one began with.
   *
   * @param from its name and epoch; empty, as by default, if it began fresh
   * @return this builder
   */
  public ProvenanceBuilder from(Optional<String> from) {
    this.from = from;
    return this;
  }

  /**
   * How many cases of the model's dataset were kept for validation.
   *
   * @param validationCases a count; empty, as by default, where nobody has told
   * @return this builder
   */
  public ProvenanceBuilder validationCases(OptionalInt validationCases) {
    this.validationCases = validationCases;
    return this;
  }

  /**
   * How well the model does on them.
   *
   * @param scores first all outputs together, then each; none by default
   * @return this builder
   */
  public ProvenanceBuilder scores(List<ValidationScore> scores) {
    this.scores = List.copyOf(scores);
    return this;
  }

  /**
   * Of what training and validation each have their share.
   *
   * @param stratifiedBy {@link Provenance#BY_CLASS}; empty, as by default, where the split was
   *     drawn by subject alone
   * @return this builder
   */
  public ProvenanceBuilder stratifiedBy(Optional<String> stratifiedBy) {
    this.stratifiedBy = stratifiedBy;
    return this;
  }

  /**
   * {@return what was put together}
   *
   * @throws IllegalArgumentException if a dataset's, a metric's or a stratification's name is none
   */
  public Provenance build() {
    return new Provenance(
        software,
        trainedOn,
        epochs,
        seed,
        validationShare,
        finishedAt,
        metrics,
        fold,
        from,
        validationCases,
        scores,
        stratifiedBy);
  }
}
