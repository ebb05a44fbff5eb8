package dev.millrace.graphql;

import dev.millrace.core.artifact.FileInfo;
import dev.millrace.core.artifact.ListArtifacts;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.tracking.Dataset;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.DatasetSummary;
import dev.millrace.core.tracking.Experiment;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.MetricWithRunId;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunData;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunInputs;
import dev.millrace.core.tracking.RunOutputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answers by the names of the schema.
 *
 * <p>MLflow: what is absent is the default of its protobuf type: an empty text, {@code "0"}, the
 * first constant. A metric's NaN is null, and an infinity the largest double.
 */
final class Answers {

  private Answers() {}

  static Map<String, Object> experiment(Experiment experiment) {
    return Map.of(
        "experimentId", experiment.experimentId(),
        "name", experiment.name(),
        "artifactLocation", experiment.artifactLocation(),
        "lifecycleStage", experiment.lifecycleStage(),
        "lastUpdateTime", experiment.lastUpdateTime(),
        "creationTime", experiment.creationTime(),
        "tags", each(experiment.tags(), tag -> pair(tag.key(), tag.value())),
        "effectiveTraceArchivalRetention", "",
        "workspace", "");
  }

  static Map<String, Object> run(Run run) {
    return Map.of(
        "info", info(run.info()),
        "data", data(run.data()),
        "inputs", inputs(run.inputs()),
        "outputs", outputs(run.outputs()));
  }

  private static Map<String, Object> info(RunInfo info) {
    return Map.of(
        "runId", info.runId(),
        "runUuid", info.runUuid(),
        "runName", info.runName(),
        "experimentId", info.experimentId(),
        "userId", info.userId(),
        "status", info.status().name(),
        "startTime", info.startTime(),
        "endTime", number(info.endTime()),
        "artifactUri", info.artifactUri(),
        "lifecycleStage", info.lifecycleStage());
  }

  private static Map<String, Object> data(RunData data) {
    return Map.of(
        "metrics", each(data.metrics(), Answers::metric),
        "params", each(data.params(), param -> pair(param.key(), param.value())),
        "tags", each(data.tags(), tag -> pair(tag.key(), tag.value())));
  }

  private static Map<String, Object> metric(Metric metric) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("key", text(metric.key()));
    putValue(answer, metric.value());
    answer.put("timestamp", number(metric.timestamp()));
    answer.put("step", number(metric.step()));
    answer.put("datasetName", text(metric.datasetName()));
    answer.put("datasetDigest", text(metric.datasetDigest()));
    answer.put("modelId", text(metric.modelId()));
    answer.put("runId", text(metric.runId()));
    return answer;
  }

  static Map<String, Object> metric(MetricWithRunId metric) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("key", metric.key());
    putValue(answer, metric.value());
    answer.put("timestamp", metric.timestamp());
    answer.put("step", metric.step());
    answer.put("runId", metric.runId());
    return answer;
  }

  private static void putValue(Map<String, Object> answer, @Nullable Double value) {
    if (value != null && !value.isNaN()) {
      answer.put("value", Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value)));
    }
  }

  private static Map<String, Object> inputs(@Nullable RunInputs inputs) {
    return inputs == null
        ? Map.of("datasetInputs", List.of(), "modelInputs", List.of())
        : Map.of(
            "datasetInputs", each(inputs.datasetInputs(), Answers::datasetInput),
            "modelInputs",
                each(inputs.modelInputs(), input -> Map.of("modelId", text(input.modelId()))));
  }

  private static Map<String, Object> datasetInput(DatasetInput input) {
    Dataset dataset = input.dataset();
    Map<String, Object> answer = new HashMap<>();
    answer.put("tags", each(input.tags(), tag -> pair(tag.key(), tag.value())));
    if (dataset != null) {
      answer.put(
          "dataset",
          Map.of(
              "name", text(dataset.name()),
              "digest", text(dataset.digest()),
              "sourceType", text(dataset.sourceType()),
              "source", text(dataset.source()),
              "schema", text(dataset.schema()),
              "profile", text(dataset.profile())));
    }
    return answer;
  }

  private static Map<String, Object> outputs(@Nullable RunOutputs outputs) {
    return Map.of(
        "modelOutputs",
        outputs == null
            ? List.of()
            : each(
                outputs.modelOutputs(),
                output ->
                    Map.of("modelId", text(output.modelId()), "step", number(output.step()))));
  }

  static Map<String, Object> artifacts(ListArtifacts.Response listing) {
    return Map.of(
        "rootUri", listing.rootUri(),
        "files", each(listing.files(), Answers::file),
        "nextPageToken", "");
  }

  private static Map<String, Object> file(FileInfo file) {
    return Map.of("path", file.path(), "isDir", file.isDir(), "fileSize", number(file.fileSize()));
  }

  static Map<String, Object> dataset(DatasetSummary dataset) {
    return Map.of(
        "experimentId", dataset.experimentId(),
        "name", dataset.name(),
        "digest", dataset.digest(),
        "context", text(dataset.context()));
  }

  static Map<String, Object> modelVersion(ModelVersion version) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("name", version.name());
    answer.put("version", version.version());
    answer.put("creationTimestamp", version.creationTimestamp());
    answer.put("lastUpdatedTimestamp", version.lastUpdatedTimestamp());
    answer.put("userId", "");
    answer.put("currentStage", version.currentStage());
    answer.put("description", text(version.description()));
    answer.put("source", version.source());
    answer.put("runId", text(version.runId()));
    answer.put("status", version.status());
    answer.put("statusMessage", "");
    answer.put("tags", each(version.tags(), tag -> pair(tag.key(), tag.value())));
    answer.put("runLink", text(version.runLink()));
    answer.put("aliases", version.aliases());
    answer.put("modelId", text(version.modelId()));
    answer.put("modelParams", List.of());
    answer.put("modelMetrics", List.of());
    answer.put(
        "deploymentJobState",
        Map.of(
            "jobId", "",
            "runId", "",
            "jobState", "DEPLOYMENT_JOB_CONNECTION_STATE_UNSPECIFIED",
            "runState", "DEPLOYMENT_JOB_RUN_STATE_UNSPECIFIED",
            "currentTaskName", ""));
    return answer;
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static long number(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  private static Map<String, Object> pair(@Nullable String key, @Nullable String value) {
    return Map.of("key", text(key), "value", text(value));
  }

  static <T> List<Map<String, Object>> each(
      List<T> items, Function<T, Map<String, Object>> answer) {
    return items.stream().map(answer).toList();
  }
}
