package io.firenet.core.report.experiment;

import io.firenet.core.experiment.ExperimentSettings;
import io.firenet.core.io.RecordCodec;
import io.firenet.core.report.document.Cell;
import io.firenet.core.report.document.Table;
import io.firenet.core.report.document.Table.Column;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/** Every setting that the runs of an experiment share. */
final class SettingsTable {

  private SettingsTable() {}

  static Table of(ExperimentSettings settings) {
    List<List<Cell>> rows = new ArrayList<>();
    add(rows, "folds of the experiment", Integer.toString(settings.foldCount()));
    add(rows, "folds that are run", Integer.toString(settings.foldsRun()));
    add(rows, "networks", String.join(", ", settings.networks()));
    flatten(rows, "", RecordCodec.write(settings.training()));
    return new Table(
        "settings",
        "Settings that the runs share.",
        List.of(new Column("setting"), new Column("value")),
        rows,
        "");
  }

  private static void flatten(List<List<Cell>> rows, String path, JsonObject json) {
    json.forEach(
        (key, value) -> {
          if (value instanceof JsonObject inner) {
            flatten(rows, path + key + ".", inner);
          } else {
            String text =
                value instanceof JsonString string ? string.getString() : value.toString();
            add(rows, path + key, text);
          }
        });
  }

  private static void add(List<List<Cell>> rows, String name, String value) {
    rows.add(List.of(Cell.text(name), Cell.text(value)));
  }
}
