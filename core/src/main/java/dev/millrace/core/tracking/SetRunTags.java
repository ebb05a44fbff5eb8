package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets and removes tags of many runs, all of them or none. */
public record SetRunTags(@Nullable List<Change> tags) {

  /**
   * One tag of one run.
   *
   * @param value absent to remove it
   */
  public record Change(@Nullable String runId, @Nullable String key, @Nullable String value) {}

  /**
   * What was there before: sent again as a request it takes the change back.
   *
   * @param previous in the order of the request
   */
  public record Response(List<Change> previous) {
    public Response {
      previous = previous == null ? List.of() : previous;
    }
  }
}
