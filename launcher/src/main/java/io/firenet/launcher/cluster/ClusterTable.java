package io.firenet.launcher.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table whose columns have a name and a type.
 *
 * @param columns from left to right
 * @param rows each with a value for every column, a {@link String} or a {@link Double}, or null
 */
public record ClusterTable(List<Column> columns, List<List<@Nullable Object>> rows) {

  /**
   * @throws IllegalArgumentException if a row has another number of values, or one of another type
   */
  public ClusterTable {
    columns = List.copyOf(columns);
    List<List<@Nullable Object>> copies = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "expected %s values in a row, got %s".formatted(columns.size(), row.size()));
      }
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        if (value != null && !columns.get(i).type().isInstance(value)) {
          throw new IllegalArgumentException(
              "column '%s' is of %s, got %s"
                  .formatted(columns.get(i).name(), columns.get(i).type().getSimpleName(), value));
        }
      }
      copies.add(Collections.unmodifiableList(new ArrayList<>(row)));
    }
    rows = List.copyOf(copies);
  }

  /**
   * A column.
   *
   * @param type {@link String} or {@link Double}
   */
  public record Column(String name, Class<?> type) {

    /** One of texts. */
    public static Column text(String name) {
      return new Column(name, String.class);
    }

    /** One of numbers. */
    public static Column number(String name) {
      return new Column(name, Double.class);
    }

    /**
     * @throws IllegalArgumentException if the type is another one
     */
    public Column {
      if (type != String.class && type != Double.class) {
        throw new IllegalArgumentException("a column is of String or Double, got " + type);
      }
    }
  }
}
