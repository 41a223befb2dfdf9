package io.firenet.core.training.sample;

import io.firenet.core.data.Split;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.dataset.Case;
import io.firenet.dataset.Dataset;
import io.firenet.dataset.DatasetDescriptor;
import io.firenet.dataset.InvalidDatasetException;
import io.firenet.dataset.Target;
import io.firenet.decoder.DecoderProvider;
import io.firenet.decoder.Objective;
import io.firenet.model.QuantityScale;
import io.firenet.preprocess.IntensityRule;
import io.firenet.preprocess.PreprocessingPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A dataset as a run uses it.
 *
 * @param dataset the opened dataset
 * @param network the network that trains on it, with its head
 * @param split which of its cases train and which validate
 * @param quantities its quantities with the scale of its training cases; empty but for a regression
 * @param reading what decides, beside the files, what is read from them: its plugin and options
 * @param intensity the rule of each channel; empty where all are standardised
 */
public record TrainingDataset(
    Dataset dataset,
    DatasetNetwork network,
    Split split,
    List<QuantityScale> quantities,
    String reading,
    List<IntensityRule> intensity) {

  public TrainingDataset {
    quantities = List.copyOf(quantities);
    intensity = List.copyOf(intensity);
  }

  /**
   * The dataset's name.
   *
   * @return unique in the run
   */
  public String name() {
    return descriptor().name();
  }

  /**
   * Its kind of head.
   *
   * @return as the plugin brings it
   */
  public DecoderProvider decoder() {
    return network.request().decoder();
  }

  /**
   * What the dataset is.
   *
   * @return channels, labels, head and licence
   */
  public DatasetDescriptor descriptor() {
    return dataset.descriptor();
  }

  /**
   * The cases to train on.
   *
   * @return in the split's order
   */
  public List<Case> training() {
    return split.trainingCases(dataset.cases());
  }

  /**
   * The cases to validate on.
   *
   * @return in the split's order
   */
  public List<Case> validation() {
    return split.validationCases(dataset.cases());
  }

  /**
   * At most so many of the validation cases, always the same ones; all of them if {@code most} is
   * 0.
   *
   * @param most 0 or more
   * @param seed what they are drawn from
   * @return in the split's order
   */
  public List<Case> validation(int most, long seed) {
    List<Case> all = validation();
    if (most == 0 || most >= all.size()) {
      return all;
    }
    List<Case> drawn = new ArrayList<>(all);
    Collections.shuffle(drawn, new Random(seed));
    Set<String> chosen = drawn.stream().limit(most).map(Case::id).collect(Collectors.toSet());
    return all.stream().filter(one -> chosen.contains(one.id())).toList();
  }

  /**
   * The number of labels, background included.
   *
   * @return 0 for a dataset of values
   */
  public int classes() {
    return descriptor().labels().size();
  }

  /**
   * @throws InvalidDatasetException if the target is none that the dataset declares and its head
   *     learns
   */
  void check(Target target) throws InvalidDatasetException {
    boolean fits = decoder().objective().wholeImage() != target instanceof Target.Labels;
    Optional<String> misfit =
        fits
            ? descriptor().misfit(target)
            : Optional.of(
                "its target is no %s's"
                    .formatted(decoder().objective().name().toLowerCase(Locale.ROOT)));
    if (misfit.isPresent()) {
      throw new InvalidDatasetException(misfit.get() + " ('firenet verify' lists every such case)");
    }
  }

  /**
   * A target as the head learns it: values in standard deviations, labels as regions where the head
   * is for such, all else as it is.
   *
   * @param target as the dataset's loader has read it
   * @return the carrier that the head's loss takes
   */
  public Target learnt(Target target) {
    if (target instanceof Target.Labels labels && decoder().objective() == Objective.REGIONS) {
      return new Target.Regions(labels.map(), descriptor().regions());
    }
    if (!(target instanceof Target.Values values)) {
      return target;
    }
    List<Double> standardised = new ArrayList<>();
    for (QuantityScale scale : quantities) {
      standardised.add(scale.standardise(values.values().get(standardised.size())));
    }
    return new Target.Values(standardised);
  }

  /**
   * How a run brings its images to the network.
   *
   * @param config the run's settings
   * @return spacing, largest side and rules
   */
  public PreprocessingPlan plan(TrainingConfig config) {
    return network.plan(plan(config.preprocessing()));
  }

  /** A run's preprocessing with this dataset's rules of intensity. */
  PreprocessingPlan plan(PreprocessingPlan run) {
    return intensity.isEmpty() ? run : run.withIntensity(intensity);
  }
}
