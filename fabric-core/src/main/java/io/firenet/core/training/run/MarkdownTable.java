package io.firenet.core.training.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A Markdown table whose columns are aligned, so that it reads well as plain text. */
final class MarkdownTable {

  private final List<String> titles;
  private final Set<String> texts;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param titles of the columns
   * @param texts titles of those that are not numbers
   */
  MarkdownTable(List<String> titles, Set<String> texts) {
    this.titles = titles;
    this.texts = texts;
    row(titles);
  }

  /** Adds a row of as many cells as there are titles. */
  void row(List<String> cells) {
    rows.add(cells.stream().map(cell -> cell.replace("|", "\\|")).toList());
  }

  @Override
  public String toString() {
    int[] widths = new int[titles.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
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
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      table.append("| ").append(isText(i) ? row.get(i) + padding : padding + row.get(i));
      table.append(' ');
    }
    table.append("|\n");
  }

  private void appendRule(StringBuilder table, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      table.append('|').append("-".repeat(widths[i] + 1)).append(isText(i) ? '-' : ':');
    }
    table.append("|\n");
  }

  private boolean isText(int column) {
    return texts.contains(titles.get(column));
  }
}
