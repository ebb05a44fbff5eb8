package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds runs. */
public record SearchRuns(
    @Nullable List<String> experimentIds,
    @Nullable String filter,
    @Nullable ViewType runViewType,
    @Nullable Integer maxResults,
    @Nullable List<String> orderBy,
    @Nullable String pageToken) {

  /** One page; without a token it is the last. */
  public record Response(List<Run> runs, @Nullable String nextPageToken) {
    public Response {
      runs = runs == null ? List.of() : runs;
    }
  }
}
