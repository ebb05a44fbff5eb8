package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for some values of some runs: the cells of a table.
 *
 * @param columns fields as a filter names them, such as {@code metrics.loss.min}, {@code params.lr}
 *     or {@code dataset.name}
 */
public record RunValues(@Nullable List<String> runIds, @Nullable List<String> columns) {

  /**
   * The values of one run, in the order of the columns: a number or a text, null where the run has
   * none.
   */
  public record Row(String runId, List<@Nullable Object> values) {}

  /** One row for every run that there is, in the order asked for. */
  public record Response(List<Row> runs) {
    public Response {
      runs = runs == null ? List.of() : runs;
    }
  }
}
