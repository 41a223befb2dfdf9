package io.firenet.launcher.command.predict;

import io.firenet.core.io.CsvCell;
import io.firenet.launcher.cluster.ClusterTable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table as CSV (RFC 4180), its names in the first line. */
final class CsvText {

  private CsvText() {}

  static String of(ClusterTable table) {
    Stream<String> head = table.columns().stream().map(column -> CsvCell.of(column.name()));
    return Stream.concat(
            Stream.of(head.collect(Collectors.joining(","))),
            table.rows().stream().map(CsvText::line))
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static String line(List<@Nullable Object> row) {
    return row.stream()
        .map(value -> value == null ? "" : CsvCell.of(value.toString()))
        .collect(Collectors.joining(","));
  }
}
