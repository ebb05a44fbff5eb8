package dev.millrace.tracking.search;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * One column that rows are sorted by, never null.
 *
 * @param expression SQL without arguments
 * @param type Long, Double or String
 */
public record SortKey(String expression, Class<?> type, boolean ascending) {

  Object read(ResultSet row, String column) throws SQLException {
    if (type == Long.class) {
      return row.getLong(column);
    }
    return type == Double.class ? (Object) row.getDouble(column) : row.getString(column);
  }
}
