package io.firenet.core.report.experiment;

import io.firenet.core.experiment.CaseResult;
import io.firenet.core.experiment.ExperimentDataset;
import io.firenet.core.report.document.Cell;
import io.firenet.core.report.document.Table;
import io.firenet.core.report.document.Table.Column;
import io.firenet.core.report.document.Table.Origin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The figures of each label and method, the published ones beside them: means, as in the paper's
 * Table I, and medians, as in its Table II.
 */
record LabelTables(Observations observations, PublishedResults published) {

  private static final String NOTE =
      "HD is the Hausdorff distance, HD95 its 95th percentile, MSD the mean distance of the surfaces. They are undefined in a"
          + " case in which a network did not find the label at all, whose Dice is 0; 'found' says"
          + " in how many of the cases it did.";

  private static final String BOLD = " Bold is the best that was measured.";

  /**
   * A figure of a table.
   *
   * @param title what it is called here
   * @param printed what it is called in the published results
   * @param of what it is computed from
   * @param over what the values of the cases come to
   */
  private record Figure(
      String title,
      String printed,
      boolean higherIsBetter,
      ToDoubleFunction<CaseResult> of,
      Function<double[], Cell> over) {}

  private static final List<Figure> MEANS =
      List.of(
          new Figure("DSC", "DSC", true, CaseResult::dice, v -> StatisticsCells.spread(v, 3)),
          new Figure(
              "least DSC", "min DSC", true, CaseResult::dice, v -> StatisticsCells.least(v, 3)),
          new Figure(
              "HD mm", "HD", false, CaseResult::hausdorffMm, v -> StatisticsCells.spread(v, 2)),
          new Figure(
              "HD95 mm",
              "HD95",
              false,
              CaseResult::hausdorff95Mm,
              v -> StatisticsCells.spread(v, 2)),
          new Figure(
              "MSD mm",
              "MSD",
              false,
              CaseResult::meanSurfaceDistanceMm,
              v -> StatisticsCells.spread(v, 2)));

  private static final List<Figure> MEDIANS =
      List.of(
          new Figure(
              "DSC", "median DSC", true, CaseResult::dice, v -> StatisticsCells.median(v, 3)),
          new Figure(
              "HD mm",
              "median HD",
              false,
              CaseResult::hausdorffMm,
              v -> StatisticsCells.median(v, 2)),
          new Figure(
              "MSD mm",
              "median MSD",
              false,
              CaseResult::meanSurfaceDistanceMm,
              v -> StatisticsCells.median(v, 2)));

  /** Means with deviations and the least Dice. */
  Table means(String id, List<ExperimentDataset> datasets) {
    return table(
        id,
        "Overlap and distances of each label: mean ± standard deviation over the cases.",
        MEANS,
        datasets);
  }

  /** Medians. */
  Table medians(String id, List<ExperimentDataset> datasets) {
    return table(
        id, "Overlap and distances of each label: median over the cases.", MEDIANS, datasets);
  }

  private Table table(
      String id, String caption, List<Figure> figures, List<ExperimentDataset> datasets) {
    List<List<Cell>> rows = new ArrayList<>();
    for (ExperimentDataset dataset : datasets) {
      for (String label : observations.labels(dataset.name())) {
        String name = datasets.size() > 1 ? dataset.name() + ": " + label : label;
        rows.addAll(rows(dataset, label, name, figures));
      }
    }
    List<Column> columns = new ArrayList<>(List.of(new Column("label"), new Column("network")));
    figures.forEach(figure -> columns.add(new Column(figure.title, Origin.MEASURED)));
    columns.add(new Column("found", Origin.MEASURED));
    figures.forEach(figure -> columns.add(new Column(figure.title, Origin.PUBLISHED)));
    boolean compared = rows.stream().flatMap(List::stream).anyMatch(Cell.Best.class::isInstance);
    return new Table(id, caption, columns, rows, compared ? NOTE + BOLD : NOTE)
        .withoutEmptyPublished();
  }

  private List<List<Cell>> rows(
      ExperimentDataset dataset, String label, String name, List<Figure> figures) {
    List<String> methods = List.copyOf(methods(dataset, label, figures));
    List<List<Cell>> columns = new ArrayList<>(); // one for each figure, a cell for each method
    for (Figure figure : figures) {
      List<Cell> column =
          methods.stream().map(m -> measured(dataset.name(), m, label, figure)).toList();
      columns.add(StatisticsCells.withBest(column, figure.higherIsBetter));
    }
    return IntStream.range(0, methods.size())
        .mapToObj(
            i -> {
              String method = methods.get(i);
              List<Cell> row = new ArrayList<>(List.of(Cell.text(name), Cell.text(method)));
              columns.forEach(column -> row.add(column.get(i)));
              row.add(found(dataset.name(), method, label));
              figures.forEach(
                  figure ->
                      row.add(
                          new Cell.Number(
                              published.value(dataset.name(), method, label, figure.printed), 2)));
              return row;
            })
        .toList();
  }

  private Set<String> methods(ExperimentDataset dataset, String label, List<Figure> figures) {
    Set<String> methods = new LinkedHashSet<>(observations.methods(dataset.stage()));
    for (Figure figure : figures) {
      for (String method : published.methods(dataset.name(), figure.printed)) {
        if (Double.isFinite(published.value(dataset.name(), method, label, figure.printed))) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  private Cell measured(String dataset, String method, String label, Figure figure) {
    return figure.over.apply(observations.values(dataset, method, label, figure.of));
  }

  private Cell found(String dataset, String method, String label) {
    int all = observations.values(dataset, method, label, CaseResult::dice).length;
    int found = observations.values(dataset, method, label, CaseResult::hausdorffMm).length;
    return all == 0 ? Cell.NOTHING : Cell.text("%s of %s".formatted(found, all));
  }
}
