package io.firenet.core.training;

import io.firenet.core.evaluation.Score;
import io.firenet.core.training.run.DatasetLoss;
import io.firenet.core.training.run.EpochRecord;
import io.firenet.core.training.run.RunResults;
import io.firenet.core.training.run.RunState;
import io.firenet.core.training.run.Work;
import io.firenet.core.training.sample.TrainingDataset;
import io.firenet.core.training.validation.Validation;
import io.firenet.core.training.validation.ValidationRound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What an epoch came to, as it is kept and told.
 *
 * @param losses of its steps
 * @param validation its results, none where it was not validated
 */
record EpochOutcome(
    List<TrainingDataset> datasets, TrainingLosses losses, ValidationRound.Results validation) {

  EpochRecord record(
      int epoch,
      double waitSeconds,
      double seconds,
      double learningRate,
      String compute,
      Work training) {
    Map<String, Validation.Result> usual = validation.usual();
    Map<String, Score> scores = new LinkedHashMap<>();
    usual.forEach((name, result) -> scores.put(name, result.score()));
    Map<String, DatasetLoss> byDataset = new LinkedHashMap<>();
    for (TrainingDataset dataset : datasets) {
      String name = dataset.name();
      double loss =
          Optional.ofNullable(usual.get(name)).map(Validation.Result::loss).orElse(Double.NaN);
      byDataset.put(name, new DatasetLoss(losses.steps(name), losses.mean(name), loss));
    }
    double validationLoss =
        usual.values().stream()
            .mapToDouble(Validation.Result::loss)
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN);
    return new EpochRecord(
        epoch,
        losses.mean(),
        validationLoss,
        scores,
        byDataset,
        waitSeconds,
        seconds,
        learningRate,
        Optional.of(compute),
        Optional.of(training.plus(validation.work())),
        usual.isEmpty() ? Optional.empty() : Optional.of(labels(usual)));
  }

  private static Map<String, Map<String, Double>> labels(Map<String, Validation.Result> results) {
    Map<String, Map<String, Double>> labels = new LinkedHashMap<>();
    results.forEach(
        (name, result) -> {
          Map<String, Double> scores = new LinkedHashMap<>();
          result.outputs().forEach(one -> scores.put(one.output(), one.value()));
          labels.put(name, scores);
        });
    return labels;
  }

  /**
   * The results at the end of a run.
   *
   * @param validation of its last epoch's weights
   * @param state with its last epoch
   * @param validationCases the number of cases looked at
   */
  static RunResults results(
      List<TrainingDataset> datasets,
      ValidationRound.Results validation,
      RunState state,
      ToIntFunction<TrainingDataset> validationCases) {
    List<RunResults.DatasetResult> list = new ArrayList<>();
    for (TrainingDataset dataset : datasets) {
      String name = dataset.name();
      Optional<Validation.Result> result = Optional.ofNullable(validation.all().get(name));
      list.add(
          new RunResults.DatasetResult(
              name,
              dataset.split().training().size(),
              validationCases.applyAsInt(dataset),
              state.steps(name),
              state.last().losses().get(name).training(),
              result.map(Validation.Result::loss).orElse(Double.NaN),
              result.map(Validation.Result::score),
              result.map(Validation.Result::outputs).orElse(List.of()),
              result.map(Validation.Result::cases).orElse(List.of())));
    }
    return new RunResults(state.epochs(), list);
  }
}
