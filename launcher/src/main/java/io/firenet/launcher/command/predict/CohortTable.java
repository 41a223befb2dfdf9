package io.firenet.launcher.command.predict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The summary table of a cohort, a row an image, as CSV (RFC 4180, UTF-8).
 *
 * @param model what it was made with
 * @param values names of the values, in their order
 * @param unit of the values, empty if each has its own
 */
record CohortTable(String model, List<String> values, String unit) {

  CohortTable {
    values = List.copyOf(values);
  }

  /** The table as the bytes of a file. */
  byte[] csv(List<CohortRow> rows) {
    List<String> head = new ArrayList<>(List.of("image", "model", "state", "seconds", "output"));
    values.forEach(name -> head.add(unit.isEmpty() ? name : name + " (" + unit + ")"));
    head.addAll(List.of("error", "warnings"));
    List<List<String>> lines = new ArrayList<>(List.of(head));
    for (CohortRow row : rows) {
      List<String> line = new ArrayList<>();
      line.add(row.image());
      line.add(model);
      line.add(row.state().name().toLowerCase(Locale.ROOT));
      line.add(
          row.state() == CohortRow.State.KEPT
              ? ""
              : String.format(Locale.ROOT, "%.2f", row.seconds()));
      line.add(row.output());
      values.forEach(
          name -> line.add(row.values().containsKey(name) ? "" + row.values().get(name) : ""));
      line.add(row.error());
      line.add(String.join("; ", row.warnings()));
      lines.add(line);
    }
    return lines.stream()
        .map(line -> line.stream().map(CohortTable::cell).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\r\n", "", "\r\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String cell(String text) {
    return text.matches("[^,\"\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
