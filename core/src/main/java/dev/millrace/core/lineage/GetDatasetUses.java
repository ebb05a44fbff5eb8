package dev.millrace.core.lineage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks what a dataset is and who saw it.
 *
 * @param maxResults most runs of a page, 1 to 1,000; 100 where absent
 */
public record GetDatasetUses(@Nullable Integer maxResults, @Nullable String pageToken) {

  /**
   * The dataset as one experiment recorded it.
   *
   * @param sha256 of the whole content, where its logger told it
   * @param schema JSON text, as the logger wrote it
   * @param profile JSON text, as the logger wrote it
   */
  public record Recorded(
      String experimentId,
      String name,
      String digest,
      @Nullable String sha256,
      String sourceType,
      String source,
      @Nullable String schema,
      @Nullable String profile) {}

  /**
   * A run that read the data, or measured something on it.
   *
   * @param startTime milliseconds since 1970
   * @param contexts what for: {@code training}, {@code validation}, {@code test} or whatever its
   *     logger called it; {@code evaluation} where a metric was logged with the dataset
   */
  public record RunUse(
      String runId,
      String runName,
      String experimentId,
      String status,
      long startTime,
      String lifecycleStage,
      List<String> contexts) {}

  /** A logged model that such a run made, or that was measured on the data. */
  public record ModelUse(
      String modelId,
      @Nullable String name,
      @Nullable String experimentId,
      List<String> contexts) {}

  /** A version that was registered from such a model or run. */
  public record VersionUse(String name, String version, List<String> contexts) {}

  /**
   * An endpoint that serves such a version, did so earlier, or follows its alias.
   *
   * @param servesNow whether one of them takes its traffic
   */
  public record EndpointUse(String name, boolean servesNow, List<String> contexts) {}

  /**
   * One page: runs, latest first, and all that came of them; without a token it is the last.
   *
   * @param truncated whether some of what came of these runs, or some recordings, are left out
   */
  public record Response(
      String digest,
      List<Recorded> datasets,
      List<RunUse> runs,
      List<ModelUse> models,
      List<VersionUse> versions,
      List<EndpointUse> endpoints,
      boolean truncated,
      @Nullable String nextPageToken) {
    public Response {
      datasets = datasets == null ? List.of() : List.copyOf(datasets);
      runs = runs == null ? List.of() : List.copyOf(runs);
      models = models == null ? List.of() : List.copyOf(models);
      versions = versions == null ? List.of() : List.copyOf(versions);
      endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
    }
  }
}
