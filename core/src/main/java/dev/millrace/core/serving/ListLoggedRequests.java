package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/endpoints/{name}/request-log/entries}: the requests that were kept,
 * newest first.
 *
 * @param from the first millisecond, since the epoch
 * @param to the last millisecond, included
 * @param version that answered
 * @param errorsOnly whether those that were answered with predictions are left out
 * @param maxResults from 1 to 1000; 100
 */
public record ListLoggedRequests(
    @Nullable Long from,
    @Nullable Long to,
    @Nullable String version,
    @Nullable Boolean errorsOnly,
    @Nullable Integer maxResults,
    @Nullable String pageToken) {

  /**
   * A page.
   *
   * @param nextPageToken absent on the last page
   */
  public record Response(List<LoggedRequest> requests, @Nullable String nextPageToken) {

    public Response {
      requests = Require.listOrEmpty(requests);
    }
  }
}
