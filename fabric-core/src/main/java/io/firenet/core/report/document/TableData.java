package io.firenet.core.report.document;

import io.firenet.core.io.CsvCell;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table for programs: figures with all their digits, a mean and its deviation apart. */
final class TableData {

  private static final String DEVIATION = " sd";

  private TableData() {}

  /** As CSV (RFC 4180, but with plain line feeds); what is undefined is empty. */
  static String csv(Table table) {
    List<Map<String, JsonValue>> records = records(table);
    List<String> titles =
        records.isEmpty()
            ? table.columns().stream().map(Table.Column::fullTitle).toList()
            : List.copyOf(records.get(0).keySet());
    StringBuilder csv = new StringBuilder(line(titles));
    for (Map<String, JsonValue> one : records) {
      csv.append(line(one.values().stream().map(TableData::plain).toList()));
    }
    return csv.toString();
  }

  /** As JSON: caption, note and an object per row; what is undefined is {@code null}. */
  static JsonObject json(Table table) {
    JsonArrayBuilder rows = Json.createArrayBuilder();
    for (Map<String, JsonValue> one : records(table)) {
      JsonObjectBuilder row = Json.createObjectBuilder();
      one.forEach(row::add);
      rows.add(row);
    }
    return Json.createObjectBuilder()
        .add("caption", table.caption())
        .add("note", table.note())
        .add("rows", rows)
        .build();
  }

  private static List<Map<String, JsonValue>> records(Table table) {
    boolean[] spread = new boolean[table.columns().size()];
    for (List<Cell> row : table.rows()) {
      for (int i = 0; i < spread.length; i++) {
        spread[i] |= plain(row.get(i)) instanceof Cell.Spread;
      }
    }
    List<Map<String, JsonValue>> records = new ArrayList<>();
    for (List<Cell> row : table.rows()) {
      Map<String, JsonValue> one = new LinkedHashMap<>();
      for (int i = 0; i < spread.length; i++) {
        String title = table.columns().get(i).fullTitle();
        Cell cell = plain(row.get(i));
        one.put(title, value(cell));
        if (spread[i]) {
          one.put(
              title + DEVIATION,
              cell instanceof Cell.Spread s ? number(s.deviation()) : JsonValue.NULL);
        }
      }
      records.add(one);
    }
    return records;
  }

  private static JsonValue value(Cell cell) {
    if (cell instanceof Cell.Number number) {
      return number(number.value());
    }
    if (cell instanceof Cell.Probability probability) {
      return number(probability.value());
    }
    if (cell instanceof Cell.Spread spread) {
      return number(spread.mean());
    }
    return cell.equals(Cell.NOTHING) ? JsonValue.NULL : Json.createValue(cell.shown());
  }

  private static JsonValue number(double value) {
    if (!Double.isFinite(value)) {
      return JsonValue.NULL;
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Json.createValue((long) value)
        : Json.createValue(value);
  }

  private static Cell plain(Cell cell) {
    return cell instanceof Cell.Best best ? best.cell() : cell;
  }

  private static String plain(JsonValue value) {
    if (value == JsonValue.NULL) {
      return "";
    }
    return value instanceof jakarta.json.JsonString string ? string.getString() : value.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().map(CsvCell::of).collect(Collectors.joining(",", "", "\n"));
  }
}
