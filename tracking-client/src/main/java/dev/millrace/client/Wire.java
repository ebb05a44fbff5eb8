package dev.millrace.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of the APIs this client calls. */
public final class Wire {

  private Wire() {}

  public record KeyValue(String key, @Nullable String value) {}

  public record Experiment(
      String experimentId,
      String name,
      @Nullable String artifactLocation,
      @Nullable String lifecycleStage,
      @Nullable Long creationTime,
      @Nullable Long lastUpdateTime,
      @Nullable List<KeyValue> tags) {}

  public record RunInfo(
      String runId,
      String experimentId,
      @Nullable String runName,
      @Nullable String userId,
      @Nullable String status,
      @Nullable Long startTime,
      @Nullable Long endTime,
      @Nullable String artifactUri,
      @Nullable String lifecycleStage) {}

  public record RunData(
      @Nullable List<Metric> metrics,
      @Nullable List<KeyValue> params,
      @Nullable List<KeyValue> tags) {}

  public record Run(RunInfo info, RunData data, @Nullable RunInputs inputs) {}

  public record RunInputs(@Nullable List<DatasetInput> datasetInputs) {}

  public record DatasetInput(@Nullable List<KeyValue> tags, DatasetMessage dataset) {}

  public record DatasetMessage(
      String name,
      String digest,
      String sourceType,
      String source,
      @Nullable String schema,
      @Nullable String profile) {}

  public record LoggedModelInfo(
      String modelId, String experimentId, @Nullable String name, String artifactUri) {}

  public record LoggedModelMessage(LoggedModelInfo info) {}

  public record ModelAlias(String alias, String version) {}

  public record RegisteredModel(
      String name,
      @Nullable Long creationTimestamp,
      @Nullable Long lastUpdatedTimestamp,
      @Nullable String description,
      @Nullable List<ModelVersion> latestVersions,
      @Nullable List<KeyValue> tags,
      @Nullable List<ModelAlias> aliases) {}

  public record ModelVersion(
      String name,
      String version,
      @Nullable Long creationTimestamp,
      @Nullable String currentStage,
      @Nullable String source,
      @Nullable String runId,
      @Nullable String status,
      @Nullable List<String> aliases) {}

  public record Promotion(
      String promotionId,
      String modelName,
      String alias,
      @Nullable String fromVersion,
      String toVersion,
      @Nullable String reason,
      @Nullable String user,
      long createdAt) {}

  public record Deployment(
      String version, String state, @Nullable String reason, @Nullable Long since) {}

  public record Endpoint(
      String name,
      String modelName,
      String alias,
      @Nullable String liveVersion,
      @Nullable String liveState,
      @Nullable Long createdAt,
      @Nullable List<Deployment> deployments) {}

  public record Swap(
      String swapId,
      @Nullable String fromVersion,
      @Nullable String toVersion,
      String state,
      @Nullable String reason,
      @Nullable Long startedAt,
      @Nullable Long endedAt) {}
}
