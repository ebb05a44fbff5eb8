package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/millrace/v1/endpoints/{name}/request-log/replay}: has a version answer requests
 * that were kept, and compares.
 *
 * @param version any registered version of the endpoint's model, loaded for the purpose where it is
 *     not at work
 * @param requestIds which requests; where there are none, those of the time
 * @param from the first millisecond, since the epoch; with {@code to} and the rest without {@code
 *     requestIds}
 * @param to the last millisecond, included
 * @param errorsOnly only those that were answered with an error
 * @param limit the newest so many of the time, from 1 to 500; 100
 * @param tolerance by which numbers may differ, absolute below 1 and relative above; 1e-6
 */
public record ReplayRequests(
    @Nullable String version,
    List<String> requestIds,
    @Nullable Long from,
    @Nullable Long to,
    @Nullable Boolean errorsOnly,
    @Nullable Integer limit,
    @Nullable Double tolerance) {

  public ReplayRequests {
    requestIds = Require.listOrEmpty(requestIds);
  }

  /** These requests, by the version. */
  public static ReplayRequests of(String version, List<String> requestIds) {
    return new ReplayRequests(version, requestIds, null, null, null, null, null);
  }
}
