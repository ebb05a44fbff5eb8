package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the columns of an experiment's runs.
 *
 * @param kind only columns of these kinds
 * @param prefix only keys that begin so
 * @param contains only keys that hold this, in any case
 * @param viewType which runs are looked at, the active ones where absent
 * @param maxResults at most 200, 100 where absent
 */
public record ListColumns(
    @Nullable List<Column.Kind> kind,
    @Nullable String prefix,
    @Nullable String contains,
    @Nullable ViewType viewType,
    @Nullable Integer maxResults,
    @Nullable String pageToken) {

  /**
   * One page, by kind and key; without a token it is the last.
   *
   * @param runs how many runs were looked at: the latest started
   * @param complete whether those were all
   */
  public record Response(
      List<Column> columns, long runs, boolean complete, @Nullable String nextPageToken) {
    public Response {
      columns = columns == null ? List.of() : columns;
    }
  }
}
