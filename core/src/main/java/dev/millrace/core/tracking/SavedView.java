package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How somebody wants to see the runs of an experiment, under a name.
 *
 * @param viewId absent in a request
 * @param owner who saved it; empty where nobody said a name. Answered, never asked for
 * @param shared whether everybody sees it
 * @param experimentId where it was saved; it can be used for other experiments
 * @param search what shapes the view, as it stands in the address of the page
 */
public record SavedView(
    @Nullable String viewId,
    @Nullable String name,
    @Nullable String owner,
    @Nullable Boolean shared,
    @Nullable String experimentId,
    @Nullable String search,
    @Nullable Long creationTime,
    @Nullable Long lastUpdateTime) {

  /** One view. */
  public record Response(SavedView view) {}

  /** All that the caller sees, by name. */
  public record ListResponse(List<SavedView> views) {
    public ListResponse {
      views = views == null ? List.of() : views;
    }
  }

  /** Nothing but success. */
  public record DeleteResponse() {}
}
