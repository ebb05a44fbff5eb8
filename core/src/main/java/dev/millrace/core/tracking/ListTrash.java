package dev.millrace.core.tracking;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/admin/trash}: what is deleted and not purged, the last that was
 * deleted first.
 *
 * @param kind {@code experiments}, or {@code runs}: those of experiments that are not deleted; the
 *     first where it is absent
 * @param maxResults from 1 to 1000; 100
 */
public record ListTrash(
    @Nullable String kind, @Nullable Integer maxResults, @Nullable String pageToken) {

  /**
   * A deleted experiment or run.
   *
   * @param experimentId the run's experiment, or the experiment itself, as is the name
   * @param runId absent of an experiment, as is the name
   * @param deletedAt in milliseconds since the epoch; 0 where it is not known
   * @param runs how many an experiment has, counted up to 10,000; absent of a run
   */
  public record Item(
      String experimentId,
      String experimentName,
      @Nullable String runId,
      @Nullable String runName,
      long deletedAt,
      @Nullable Long runs) {}

  /**
   * A page, and how much there is in all.
   *
   * @param experiments that are deleted
   * @param runs that are deleted, of experiments that are not
   * @param nextPageToken absent on the last page
   */
  public record Response(
      long experiments, long runs, List<Item> items, @Nullable String nextPageToken) {

    public Response {
      items = Require.listOrEmpty(items);
    }
  }
}
