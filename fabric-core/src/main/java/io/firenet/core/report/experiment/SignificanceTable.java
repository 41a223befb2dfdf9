package io.firenet.core.report.experiment;

import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.MethodScores.CaseMean;
import io.firenet.core.report.document.Cell;
import io.firenet.core.report.document.Table;
import io.firenet.core.report.document.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Each two methods on the same cases of a dataset, by {@link SignedRankTest}. */
record SignificanceTable(Observations observations) {

  private static final double LEVEL = 0.05;

  private record Pair(String dataset, String first, String second, SignedRankTest test) {}

  /** The table of all stages; empty if no two methods share a case. */
  Optional<Table> table() {
    List<Pair> pairs = new ArrayList<>();
    for (ExperimentRun.Stage stage : ExperimentRun.Stage.values()) {
      List<String> methods = observations.methods(stage);
      for (ExperimentDataset dataset : observations.datasets(stage)) {
        for (int i = 0; i < methods.size(); i++) {
          for (int j = i + 1; j < methods.size(); j++) {
            Pair pair = pair(dataset.name(), methods.get(i), methods.get(j));
            if (pair.test.pairs() > 0) {
              pairs.add(pair);
            }
          }
        }
      }
    }
    if (pairs.isEmpty()) {
      return Optional.empty();
    }
    double[] corrected =
        SignedRankTest.holm(pairs.stream().mapToDouble(pair -> pair.test.p()).toArray());
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < corrected.length; i++) {
      rows.add(row(pairs.get(i), corrected[i]));
    }
    return Optional.of(
        new Table(
            "significance",
            "Whether two networks differ on the same cases: Wilcoxon's signed-rank test of the mean"
                + " Dice of each case, two-sided.",
            List.of(
                new Column("dataset"),
                new Column("networks"),
                new Column("cases"),
                new Column("differing"),
                new Column("median difference"),
                new Column("p"),
                new Column("p, Holm"),
                new Column("at 0.05")),
            rows,
            ("The difference is the first network's less the second's. Fewer than %s differing cases"
                    + " can show nothing at this level. Holm's correction is for all tests of this"
                    + " table. Networks of one fold share their training cases, and each was trained"
                    + " once per fold: the test speaks of these trained networks, not of what"
                    + " another seed would give.")
                .formatted(SignedRankTest.FEWEST)));
  }

  private Pair pair(String dataset, String first, String second) {
    Map<String, Double> a = observations.caseMeans(dataset, first, CaseMean::dice);
    Map<String, Double> b = observations.caseMeans(dataset, second, CaseMean::dice);
    List<String> both = a.keySet().stream().filter(b::containsKey).toList();
    return new Pair(
        dataset,
        first,
        second,
        SignedRankTest.of(
            both.stream().mapToDouble(a::get).toArray(),
            both.stream().mapToDouble(b::get).toArray()));
  }

  private static List<Cell> row(Pair pair, double corrected) {
    SignedRankTest test = pair.test;
    return List.of(
        Cell.text(pair.dataset),
        Cell.text(pair.first + " – " + pair.second),
        Cell.count(test.pairs()),
        Cell.count(test.differing()),
        new Cell.Number(test.medianDifference(), 4),
        new Cell.Probability(test.p()),
        new Cell.Probability(corrected),
        Cell.text(verdict(pair, corrected)));
  }

  private static String verdict(Pair pair, double corrected) {
    if (pair.test.hasTooFewCases()) {
      return "too few cases";
    }
    if (corrected >= LEVEL) {
      return "no difference shown";
    }
    return (pair.test.rankDifference() > 0 ? pair.first : pair.second) + " is better";
  }
}
