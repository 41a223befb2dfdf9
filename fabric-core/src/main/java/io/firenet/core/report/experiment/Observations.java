package io.firenet.core.report.experiment;

import io.firenet.core.evaluation.Structures;
import io.firenet.core.experiment.CaseResult;
import io.firenet.core.experiment.Experiment;
import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.MethodScores;
import io.firenet.core.experiment.MethodScores.CaseMean;
import io.firenet.core.experiment.RunOutcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What the runs that are done came to, by dataset and method, over all folds.
 *
 * @param experiment what there is to be
 * @param outcomes what there is
 */
record Observations(Experiment experiment, List<RunOutcome> outcomes) {

  Observations {
    outcomes = List.copyOf(outcomes);
  }

  /** The datasets of a stage, in the experiment's order. */
  List<ExperimentDataset> datasets(ExperimentRun.Stage stage) {
    return experiment.datasets().stream().filter(one -> one.stage() == stage).toList();
  }

  /** All methods, in the experiment's order. */
  List<String> methods() {
    return experiment.runs().stream().map(ExperimentRun::method).distinct().toList();
  }

  /** The methods of a stage, in the experiment's order. */
  List<String> methods(ExperimentRun.Stage stage) {
    return experiment.runs().stream()
        .filter(run -> run.stage() == stage)
        .map(ExperimentRun::method)
        .distinct()
        .toList();
  }

  /** The number of a method's colour in the figures of a stage. */
  int style(ExperimentRun.Stage stage, String method) {
    return methods(stage).indexOf(method);
  }

  /** The outcomes of a method in a stage, one for each fold that is done. */
  List<RunOutcome> outcomes(ExperimentRun.Stage stage, String method) {
    return outcomes.stream()
        .filter(one -> one.run().stage() == stage && one.run().method().equals(method))
        .toList();
  }

  /** Every label of every validation case of a dataset, as a method found it. */
  List<CaseResult> results(String dataset, String method) {
    return outcomes(experiment.dataset(dataset).stage(), method).stream()
        .flatMap(one -> one.cases().stream())
        .filter(result -> result.dataset().equals(dataset))
        .toList();
  }

  /**
   * The figures of one label that are defined.
   *
   * @param label its name
   */
  double[] values(
      String dataset, String method, String label, ToDoubleFunction<CaseResult> figure) {
    return results(dataset, method).stream()
        .filter(result -> result.labelName().equals(label))
        .mapToDouble(figure)
        .filter(Double::isFinite)
        .toArray();
  }

  /** A figure of each case, the mean over its labels, where it is defined, by case. */
  Map<String, Double> caseMeans(String dataset, String method, ToDoubleFunction<CaseMean> figure) {
    Map<String, Double> means = new TreeMap<>();
    MethodScores.of(outcomes(experiment.dataset(dataset).stage(), method)).stream()
        .filter(scores -> scores.dataset().equals(dataset))
        .flatMap(scores -> scores.cases().stream())
        .filter(one -> Double.isFinite(figure.applyAsDouble(one)))
        .forEach(one -> means.put(one.caseId(), figure.applyAsDouble(one)));
    return means;
  }

  /** The names of a dataset's labels, without the background, in order. */
  List<String> labels(String dataset) {
    Stream<String> found =
        outcomes.stream()
            .flatMap(one -> one.cases().stream())
            .filter(result -> result.dataset().equals(dataset))
            .map(CaseResult::labelName);
    List<String> known = Structures.of(experiment.dataset(dataset).descriptor()).names();
    // A pooled method may know its labels by names of its own.
    return Stream.concat(known.stream().skip(1), found).distinct().toList();
  }
}
