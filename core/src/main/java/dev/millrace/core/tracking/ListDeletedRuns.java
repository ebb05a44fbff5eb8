package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/trash/runs}: the deleted runs of all experiments, the one deleted
 * last first.
 *
 * @param maxResults 1 to 1,000; 100 where it is left out
 */
public record ListDeletedRuns(@Nullable Integer maxResults, @Nullable String pageToken) {

  public record Response(List<DeletedRun> runs, @Nullable String nextPageToken) {}

  /**
   * A deleted run.
   *
   * @param experimentStage {@code deleted} where its experiment is deleted too: the run comes back
   *     with it
   * @param deletedTime ms since the epoch; 0 where nobody wrote it down
   */
  public record DeletedRun(
      String runId,
      String runName,
      String userId,
      String experimentId,
      String experimentName,
      String experimentStage,
      long startTime,
      long deletedTime) {}
}
