package io.firenet.core.io;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A Markdown table whose columns are aligned, so that it reads well as plain text. */
public final class MarkdownTable {

  private final int columns;
  private final IntPredicate numeric;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param titles of the columns
   * @param numeric which columns, from 0, are set right
   */
  public MarkdownTable(List<String> titles, IntPredicate numeric) {
    this.columns = titles.size();
    this.numeric = numeric;
    row(titles);
  }

  /**
   * Adds a row.
   *
   * @param cells as many as there are titles; a bar in them is escaped, a break becomes a space
   */
  public void row(List<String> cells) {
    rows.add(cells.stream().map(cell -> cell.replace("|", "\\|").replace('\n', ' ')).toList());
  }

  /** The table, each of its lines ended by a line feed. */
  @Override
  public String toString() {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      append(table, row, widths);
      if (row == rows.get(0)) {
        appendRule(table, widths);
      }
    }
    return table.toString();
  }

  private void append(StringBuilder table, List<String> row, int[] widths) {
    for (int i = 0; i < columns; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      table.append("| ").append(numeric.test(i) ? padding + row.get(i) : row.get(i) + padding);
      table.append(' ');
    }
    table.append("|\n");
  }

  private void appendRule(StringBuilder table, int[] widths) {
    for (int i = 0; i < columns; i++) {
      table.append('|').append("-".repeat(widths[i] + 1)).append(numeric.test(i) ? ':' : '-');
    }
    table.append("|\n");
  }
}
