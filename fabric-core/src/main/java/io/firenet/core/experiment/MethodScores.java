package io.firenet.core.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The figures of one method on one dataset, over the validation cases of all its folds.
 *
 * @param stage the stage
 * @param method what the tables call it
 * @param dataset name of the dataset
 * @param folds number of folds that are done
 * @param cases for each case its figures over the labels' mean
 */
public record MethodScores(
    ExperimentRun.Stage stage, String method, String dataset, int folds, List<CaseMean> cases) {

  public MethodScores {
    cases = List.copyOf(cases);
  }

  /**
   * A case's figures, each the mean over the labels where it is defined; NaN if it is for none.
   *
   * @param fold the fold in which the case validated, from 1
   * @param caseId the case
   * @param dice mean Dice
   * @param hausdorffMm mean HD
   * @param hausdorff95Mm mean HD95
   * @param meanSurfaceDistanceMm mean MSD
   */
  public record CaseMean(
      int fold,
      String caseId,
      double dice,
      double hausdorffMm,
      double hausdorff95Mm,
      double meanSurfaceDistanceMm) {}

  /**
   * Mean and spread of a figure over the cases where it is defined.
   *
   * @param mean the mean; NaN of none
   * @param sd the sample's standard deviation; NaN of less than two
   */
  public record Spread(double mean, double sd) {

    /**
     * Of some values, those that are NaN left out.
     *
     * @param values may hold NaN
     * @return mean and standard deviation, NaN where there is nothing to compute them of
     */
    public static Spread of(double[] values) {
      double[] defined = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
      double sd = defined.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(defined));
      return new Spread(StatUtils.mean(defined), sd);
    }
  }

  /**
   * The spread of a figure over the cases.
   *
   * @param figure of a case's mean over its labels, such as Dice
   * @return mean and standard deviation
   */
  public Spread spread(ToDoubleFunction<CaseMean> figure) {
    return Spread.of(cases.stream().mapToDouble(figure).toArray());
  }

  /**
   * The mean of a figure in each fold, as far as they are done.
   *
   * @param figure of a case's mean over its labels, such as Dice
   * @return one for each fold, by its number
   */
  public List<Double> foldMeans(ToDoubleFunction<CaseMean> figure) {
    return cases.stream()
        .map(CaseMean::fold)
        .distinct()
        .sorted()
        .map(
            fold ->
                Spread.of(
                        cases.stream()
                            .filter(one -> one.fold() == fold)
                            .mapToDouble(figure)
                            .toArray())
                    .mean())
        .toList();
  }

  /**
   * The scores of every method on every dataset that it was evaluated on, in the runs' order.
   *
   * @param outcomes runs that are done, in their order
   * @return one for each stage, method and dataset
   */
  public static List<MethodScores> of(List<RunOutcome> outcomes) {
    record Key(ExperimentRun.Stage stage, String method, String dataset) {}
    Map<Key, List<CaseMean>> byKey = new LinkedHashMap<>();
    for (RunOutcome outcome : outcomes) {
      Map<String, Map<String, List<CaseResult>>> byCase = new LinkedHashMap<>();
      for (CaseResult result : outcome.cases()) {
        byCase
            .computeIfAbsent(result.dataset(), name -> new LinkedHashMap<>())
            .computeIfAbsent(result.caseId(), id -> new ArrayList<>())
            .add(result);
      }
      byCase.forEach(
          (dataset, cases) -> {
            Key key = new Key(outcome.run().stage(), outcome.run().method(), dataset);
            List<CaseMean> means = byKey.computeIfAbsent(key, k -> new ArrayList<>());
            cases.forEach((id, labels) -> means.add(mean(outcome.run().fold(), id, labels)));
          });
    }
    List<MethodScores> scores = new ArrayList<>();
    byKey.forEach(
        (key, cases) -> {
          int folds = (int) cases.stream().map(CaseMean::fold).distinct().count();
          scores.add(new MethodScores(key.stage, key.method, key.dataset, folds, cases));
        });
    return scores;
  }

  private static CaseMean mean(int fold, String caseId, List<CaseResult> labels) {
    return new CaseMean(
        fold,
        caseId,
        mean(labels, CaseResult::dice),
        mean(labels, CaseResult::hausdorffMm),
        mean(labels, CaseResult::hausdorff95Mm),
        mean(labels, CaseResult::meanSurfaceDistanceMm));
  }

  private static double mean(List<CaseResult> labels, ToDoubleFunction<CaseResult> figure) {
    return Spread.of(labels.stream().mapToDouble(figure).toArray()).mean();
  }
}
