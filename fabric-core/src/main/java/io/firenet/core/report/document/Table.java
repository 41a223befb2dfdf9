package io.firenet.core.report.document;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A table.
 *
 * @param id unique in the document, and the name of its files: lower case letters, digits, dashes
 * @param caption what it shows
 * @param columns its columns; the first names the rows
 * @param rows of as many cells as there are columns. Where several rows begin alike, they belong
 *     together
 * @param note how its figures are to be read; may be empty
 */
public record Table(
    String id, String caption, List<Column> columns, List<List<Cell>> rows, String note)
    implements Block {

  /**
   * @throws IllegalArgumentException if a row has not as many cells as there are columns
   */
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "table %s has %s columns, got a row of %s cells: %s"
                .formatted(id, columns.size(), row.size(), row));
      }
    }
  }

  /**
   * A column.
   *
   * @param title its title
   * @param origin where its figures are from
   */
  public record Column(String title, Origin origin) {

    /**
     * A column that is neither measured here nor published.
     *
     * @param title above the column
     */
    public Column(String title) {
      this(title, Origin.PLAIN);
    }

    /** The title, told apart from the same one of another origin. */
    String fullTitle() {
      return origin == Origin.PUBLISHED ? title + " (published)" : title;
    }
  }

  /** Where figures are from. */
  public enum Origin {
    /** They describe the rows. */
    PLAIN(""),
    /** This software measured them. */
    MEASURED("measured here"),
    /** A paper prints them. */
    PUBLISHED("published");

    private final String heading;

    Origin(String heading) {
      this.heading = heading;
    }

    /** What is written above columns of this origin. */
    String heading() {
      return heading;
    }
  }

  /**
   * This table without columns of published figures that hold none.
   *
   * @return this table itself if there is no such column
   */
  public Table withoutEmptyPublished() {
    List<Integer> kept =
        IntStream.range(0, columns.size())
            .filter(
                column ->
                    columns.get(column).origin() != Origin.PUBLISHED
                        || rows.stream()
                            .anyMatch(row -> !row.get(column).shown().equals(Cell.NOTHING.shown())))
            .boxed()
            .toList();
    return new Table(
        id,
        caption,
        kept.stream().map(columns::get).toList(),
        rows.stream().map(row -> kept.stream().map(row::get).toList()).toList(),
        note);
  }

  /** Whether a column has figures, which are set flush right. */
  boolean isNumeric(int column) {
    return rows.stream().anyMatch(row -> !(row.get(column) instanceof Cell.Text))
        && rows.stream()
            .allMatch(
                row ->
                    !(row.get(column) instanceof Cell.Text)
                        || row.get(column).equals(Cell.NOTHING));
  }

  /** Whether any column is of an origin that must be told. */
  boolean tellsOrigins() {
    return columns.stream().anyMatch(column -> column.origin() == Origin.PUBLISHED);
  }

  /** Number of rows from this one on that begin like it; 0 if it is not the first of them. */
  int rowsTogether(int row) {
    Cell first = rows.get(row).get(0);
    if (row > 0 && rows.get(row - 1).get(0).equals(first)) {
      return 0;
    }
    int end = row + 1;
    while (end < rows.size() && rows.get(end).get(0).equals(first)) {
      end++;
    }
    return end - row;
  }
}
