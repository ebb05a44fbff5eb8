package dev.millrace.tracking.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * One column that rows are sorted by, never null.
 *
 * @param expression SQL without arguments
 * @param type Long, Double or String
 */
public record SortKey(String expression, Class<?> type, boolean ascending) {

  /** Sorts by a double: present values first, then NaN, then null, whatever the direction. */
  public static List<SortKey> ofDouble(String expression, boolean ascending) {
    return List.of(
        new SortKey(
            "CASE WHEN %1$s IS NULL THEN 2 WHEN %1$s = 'NaN' THEN 1 ELSE 0 END"
                .formatted(expression),
            Long.class,
            true),
        new SortKey(
            "coalesce(nullif(%s, 'NaN'), 0)".formatted(expression), Double.class, ascending));
  }

  Object read(ResultSet row, String column) throws SQLException {
    if (type == Long.class) {
      return row.getLong(column);
    }
    return type == Double.class ? (Object) row.getDouble(column) : row.getString(column);
  }
}
