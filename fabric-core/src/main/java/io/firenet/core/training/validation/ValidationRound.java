package io.firenet.core.training.validation;

import io.firenet.core.engine.TrainingEngine;
import io.firenet.core.training.run.TrainingConfig;
import io.firenet.core.training.run.Work;
import io.firenet.core.training.sample.CaseCache;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.dataset.Case;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * Validates every dataset of a run. In an ordinary epoch it looks at {@link
 * TrainingConfig#validationCases} of each, the same ones every time, so that epochs compare; after
 * the last one at all of them as well.
 */
public final class ValidationRound {

  private final List<TrainingDataset> datasets;
  private final CaseCache cache;
  private final TrainingConfig config;
  private final BooleanSupplier stop;

  /**
   * A round over the validation cases of a run's datasets.
   *
   * @param datasets of the run, in its order
   * @param cache prepares the cases
   * @param config the run's settings
   * @param stop asked after every case; true ends the round
   */
  public ValidationRound(
      List<TrainingDataset> datasets,
      CaseCache cache,
      TrainingConfig config,
      BooleanSupplier stop) {
    this.datasets = datasets;
    this.cache = cache;
    this.config = config;
    this.stop = stop;
  }

  /**
   * Results by dataset; those without validation cases are left out.
   *
   * @param usual over the cases of every epoch
   * @param all over all cases, the same as {@code usual} except after the last epoch
   * @param work what it came to
   */
  public record Results(
      Map<String, Validation.Result> usual, Map<String, Validation.Result> all, Work work) {

    /** Of no validation. */
    public static final Results NONE = new Results(Map.of(), Map.of(), Work.NONE);
  }

  /**
   * The number of cases that a round looks at.
   *
   * @param all whether it is over all validation cases, or as many as is usual in an epoch
   * @return of all datasets together
   */
  public int cases(boolean all) {
    return datasets.stream().mapToInt(dataset -> cases(dataset, all)).sum();
  }

  /**
   * The number of a dataset's cases that a round looks at.
   *
   * @param dataset one of the run's
   * @param all whether it is over all validation cases, or as many as is usual in an epoch
   * @return at most as many as it has
   */
  public int cases(TrainingDataset dataset, boolean all) {
    return all ? dataset.split().validation().size() : usual(dataset).size();
  }

  private List<Case> usual(TrainingDataset dataset) {
    return dataset.validation(config.validationCases(), config.seed());
  }

  /**
   * Validates.
   *
   * @param engine has the networks of all datasets
   * @param all whether to look at all cases
   * @param caseDone told the number of cases done
   * @param watcher told of cases that are segmented
   * @return nothing if it was told to stop
   * @throws IOException if a case cannot be read
   */
  public Optional<Results> run(
      TrainingEngine engine, boolean all, IntConsumer caseDone, SegmentedCase.Watcher watcher)
      throws IOException {
    Map<String, Validation.Result> usual = new LinkedHashMap<>();
    Map<String, Validation.Result> whole = new LinkedHashMap<>();
    int done = 0;
    Work work = Work.NONE;
    for (TrainingDataset dataset : datasets) {
      List<Case> cases = new ArrayList<>(usual(dataset));
      int usualCases = cases.size();
      if (all) {
        Set<String> taken = cases.stream().map(Case::id).collect(Collectors.toSet());
        dataset.validation().stream().filter(c -> !taken.contains(c.id())).forEach(cases::add);
      }
      var validation =
          Validation.of(dataset, engine.network(dataset.name()), cache, config, watcher);
      for (int i = 0; i < cases.size(); i++) {
        if (i + 1 < cases.size()) {
          cache.prefetch(dataset, cases.get(i + 1));
        }
        work = work.plus(validation.add(cases.get(i)));
        caseDone.accept(++done);
        if (stop.getAsBoolean()) {
          return Optional.empty();
        }
        if (i + 1 == usualCases) {
          usual.put(dataset.name(), validation.result());
        }
      }
      if (!cases.isEmpty()) {
        whole.put(dataset.name(), validation.result());
      }
    }
    return Optional.of(new Results(usual, whole, work));
  }
}
