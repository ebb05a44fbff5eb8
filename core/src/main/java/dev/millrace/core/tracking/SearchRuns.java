package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs.
 *
 * @param runView how much of each run to answer with, all of it where absent; ours, MLflow has no
 *     such field
 */
public record SearchRuns(
    @Nullable List<String> experimentIds,
    @Nullable String filter,
    @Nullable ViewType runViewType,
    @Nullable Integer maxResults,
    @Nullable List<String> orderBy,
    @Nullable String pageToken,
    @Nullable RunView runView) {

  /** A search that answers with all of each run. */
  public SearchRuns(
      @Nullable List<String> experimentIds,
      @Nullable String filter,
      @Nullable ViewType runViewType,
      @Nullable Integer maxResults,
      @Nullable List<String> orderBy,
      @Nullable String pageToken) {
    this(experimentIds, filter, runViewType, maxResults, orderBy, pageToken, null);
  }

  /** One page; without a token it is the last. */
  public record Response(List<Run> runs, @Nullable String nextPageToken) {
    public Response {
      runs = runs == null ? List.of() : runs;
    }
  }
}
