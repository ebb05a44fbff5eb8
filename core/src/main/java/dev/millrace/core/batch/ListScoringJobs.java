package dev.millrace.core.batch;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/schedules/{name}/jobs}: the jobs of a schedule, newest first.
 *
 * @param maxResults from 1 to 1000; 100
 */
public record ListScoringJobs(@Nullable Integer maxResults, @Nullable String pageToken) {

  /**
   * A page.
   *
   * @param nextPageToken absent on the last page
   */
  public record Response(List<ScoringJob> jobs, @Nullable String nextPageToken) {

    public Response {
      jobs = Require.listOrEmpty(jobs);
    }
  }
}
