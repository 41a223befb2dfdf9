package io.firenet.core.report.experiment;

import io.firenet.core.experiment.ExperimentRun;
import io.firenet.core.experiment.RunStatus;
import io.firenet.core.experiment.RunStatus.State;
import io.firenet.core.report.document.Cell;
import io.firenet.core.report.document.Table;
import io.firenet.core.report.document.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folds of each network that are still to come. */
record MissingTable(List<RunStatus> status) {

  MissingTable {
    status = List.copyOf(status);
  }

  private record Series(ExperimentRun.Stage stage, String method) {}

  /** The table; it has no rows if every run is done. */
  Table table() {
    Map<Series, List<RunStatus>> all = new LinkedHashMap<>();
    for (RunStatus one : status) {
      all.computeIfAbsent(
              new Series(one.run().stage(), one.run().method()), series -> new ArrayList<>())
          .add(one);
    }
    List<List<Cell>> rows = new ArrayList<>();
    all.forEach(
        (series, runs) -> {
          long done = runs.stream().filter(one -> one.state() == State.DONE).count();
          if (done < runs.size()) {
            rows.add(
                List.of(
                    Cell.text(series.method),
                    Cell.text(ReportText.of(series.stage)),
                    Cell.text("%s of %s".formatted(done, runs.size())),
                    Cell.text(rest(runs))));
          }
        });
    return new Table(
        "missing",
        "Networks of which runs are still to come.",
        Stream.of("network", "for", "done", "to come").map(Column::new).toList(),
        rows,
        "The command that began the experiment goes on where it stopped.");
  }

  private static String rest(List<RunStatus> runs) {
    return runs.stream()
        .filter(one -> one.state() != State.DONE)
        .map(one -> "fold %s %s".formatted(one.run().fold(), ReportText.of(one.state())))
        .collect(Collectors.joining(", "));
  }
}
