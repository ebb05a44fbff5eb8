package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import java.util.UUID;

/** The experiments, runs and batches that scenarios send, the same for every server. */
final class Seed {

  static final long START_MILLIS = 1_700_000_000_000L;

  private Seed() {}

  static String newExperiment(Api api) {
    return api.postForJson("experiments/create", "{\"name\":\"bench-" + UUID.randomUUID() + "\"}")
        .get("experiment_id")
        .asText();
  }

  static String createRunJson(String experimentId, String name, long number) {
    return "{\"experiment_id\":\""
        + experimentId
        + "\",\"run_name\":\""
        + name
        + "\",\"start_time\":"
        + (START_MILLIS + number)
        + ",\"tags\":[{\"key\":\"mlflow.user\",\"value\":\"bench\"},"
        + "{\"key\":\"mlflow.source.name\",\"value\":\"train.py\"}]}";
  }

  static String newRun(Api api, String experimentId, String name, long number) {
    return api.postForJson("runs/create", createRunJson(experimentId, name, number))
        .at("/run/info/run_id")
        .asText();
  }

  /** A registered model; its name. */
  static String newModel(Api api, String name) {
    api.post("registered-models/create", "{\"name\":\"" + name + "\"}");
    return name;
  }

  /** A version made of a run's folder; its number. */
  static String newVersion(Api api, String model, String runId) {
    return api.postForJson(
            "model-versions/create",
            "{\"name\":\"%s\",\"source\":\"runs:/%s/model\",\"run_id\":\"%s\"}"
                .formatted(model, runId, runId))
        .at("/model_version/version")
        .asText();
  }

  /** Points the alias {@code champion} at a version. */
  static void setAlias(Api api, String model, String version) {
    api.post(
        "registered-models/alias",
        "{\"name\":\"%s\",\"alias\":\"champion\",\"version\":\"%s\"}".formatted(model, version));
  }

  /** Where the version at {@code champion} is read. */
  static String aliasPath(String model) {
    return "registered-models/alias?name=" + model + "&alias=champion";
  }

  /** One point of one key, as {@code log-metric} takes it. */
  static String metricJson(String runId, long step) {
    return point(new StringBuilder("{\"run_id\":\"").append(runId).append("\","), 0, step)
        .append('}')
        .toString();
  }

  /** {@code size} metrics of as many keys, one point each at {@code step}. */
  static String metricBatchJson(String runId, int size, long step) {
    StringBuilder json =
        new StringBuilder(80 * size + 80)
            .append("{\"run_id\":\"")
            .append(runId)
            .append("\",\"metrics\":[");
    for (int index = 0; index < size; index++) {
      point(json.append(index == 0 ? "{" : ",{"), index, step).append('}');
    }
    return json.append("]}").toString();
  }

  /** {@code size} parameters whose keys start with {@code prefix}. */
  static String paramBatchJson(String runId, int size, String prefix) {
    StringBuilder json =
        new StringBuilder("{\"run_id\":\"").append(runId).append("\",\"params\":[");
    for (int index = 0; index < size; index++) {
      json.append(index == 0 ? "{\"key\":\"" : ",{\"key\":\"")
          .append(prefix)
          .append(index)
          .append("\",\"value\":\"")
          .append(index * 0.1)
          .append("\"}");
    }
    return json.append("]}").toString();
  }

  private static StringBuilder point(StringBuilder json, int index, long step) {
    return json.append("\"key\":\"metric_")
        .append(index)
        .append("\",\"value\":")
        .append(value(index, step))
        .append(",\"timestamp\":")
        .append(START_MILLIS + step)
        .append(",\"step\":")
        .append(step);
  }

  private static double value(int index, long step) {
    return Math.round(1e6 * Math.exp(-(step % 1000) / 250.0) * (index + 1)) / 1e6;
  }
}
