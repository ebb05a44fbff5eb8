package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks how many runs a search finds. */
public record CountRuns(
    @Nullable List<String> experimentIds, @Nullable String filter, @Nullable ViewType runViewType) {

  /** All of them, not one page. */
  public record Response(long count) {}
}
