package dev.millrace.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Rows under named columns: an input example, or what an endpoint is asked. On the wire it is
 * MLflow's {@code dataframe_split} (pandas' orient "split").
 *
 * @param data one list a row, values in the order of the columns: numbers, strings, booleans
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DataFrame(List<String> columns, List<List<Object>> data) {

  public DataFrame {
    columns = List.copyOf(columns);
    data = List.copyOf(data);
    for (List<Object> row : data) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "A row has " + row.size() + " values for " + columns.size() + " columns.");
      }
    }
  }

  /** One row. */
  public static DataFrame ofRow(List<String> columns, List<Object> row) {
    return new DataFrame(columns, List.of(row));
  }
}
