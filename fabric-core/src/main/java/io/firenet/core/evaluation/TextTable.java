package io.firenet.core.evaluation;

import io.firenet.file.ForeignText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rows of fixed-width text, the first column to the left, figures to the right. */
public final class TextTable {

  private final List<String[]> rows = new ArrayList<>();

  /**
   * A table with these columns and no row.
   *
   * @param titles one for each column, the first of which is aligned left
   */
  public TextTable(String... titles) {
    rows.add(titles);
  }

  /**
   * Adds a row of as many cells as there are titles.
   *
   * @param cells a text each, of which control characters are escaped
   */
  public void row(String... cells) {
    rows.add(Arrays.stream(cells).map(ForeignText::line).toArray(String[]::new));
  }

  /**
   * A figure, a dash where it is undefined.
   *
   * @param value any number
   * @param digits after the point
   * @return a cell
   */
  public static String decimal(double value, int digits) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - row[i].length());
        text.append(i == 0 ? row[i] + padding : "  " + padding + row[i]);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
