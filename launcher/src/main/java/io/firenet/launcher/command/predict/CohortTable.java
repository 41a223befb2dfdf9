package io.firenet.launcher.command.predict;

import io.firenet.launcher.cluster.ClusterTable;
import io.firenet.launcher.cluster.ClusterTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The summary table of a cohort, a row an image.
 *
 * @param model what it was made with
 * @param values names of the values, in their order
 * @param unit of the values, empty if each has its own
 */
record CohortTable(String model, List<String> values, String unit) {

  private static final double HUNDREDTHS = 100;

  CohortTable {
    values = List.copyOf(values);
  }

  ClusterTable of(List<CohortRow> rows) {
    List<Column> columns = new ArrayList<>();
    for (String name : List.of("image", "model", "state")) {
      columns.add(Column.text(name));
    }
    columns.add(Column.number("seconds"));
    columns.add(Column.text("output"));
    values.forEach(
        name -> columns.add(Column.number(unit.isEmpty() ? name : name + " (" + unit + ")")));
    columns.add(Column.text("error"));
    columns.add(Column.text("warnings"));
    return new ClusterTable(columns, rows.stream().map(this::line).toList());
  }

  private List<@Nullable Object> line(CohortRow row) {
    List<@Nullable Object> line = new ArrayList<>();
    line.add(row.image());
    line.add(model);
    line.add(row.state().name().toLowerCase(Locale.ROOT));
    line.add(
        Double.isNaN(row.seconds()) ? null : Math.round(row.seconds() * HUNDREDTHS) / HUNDREDTHS);
    line.add(row.output());
    values.forEach(name -> line.add(row.values().get(name)));
    line.add(row.error());
    line.add(String.join("; ", row.warnings()));
    return line;
  }
}
