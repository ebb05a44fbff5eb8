package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/endpoints/{name}/request-log/exports}: the hours of an endpoint's
 * requests that were written to the artifact store, newest first.
 *
 * @param maxResults from 1 to 1000; 100
 */
public record ListRequestLogExports(@Nullable Integer maxResults, @Nullable String pageToken) {

  /**
   * A page.
   *
   * @param nextPageToken absent on the last page
   */
  public record Response(List<RequestLogExport> exports, @Nullable String nextPageToken) {

    public Response {
      exports = Require.listOrEmpty(exports);
    }
  }
}
