package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The experiments, runs and batches that scenarios start from, the same for every server. */
final class Seed {

  private static final long START_MILLIS = 1_700_000_000_000L;

  private Seed() {}

  static String newExperiment(Api api) {
    return api.postForJson("experiments/create", "{\"name\":\"bench-" + UUID.randomUUID() + "\"}")
        .get("experiment_id")
        .asText();
  }

  static String createRunJson(String experimentId, String name, long number) {
    return """
        {"experiment_id":"%s","run_name":"%s","start_time":%d,\
        "tags":[{"key":"mlflow.user","value":"bench"},{"key":"mlflow.source.name","value":"train.py"}]}"""
        .formatted(experimentId, name, START_MILLIS + number);
  }

  static String newRun(Api api, String experimentId, String name, long number) {
    return api.postForJson("runs/create", createRunJson(experimentId, name, number))
        .at("/run/info/run_id")
        .asText();
  }

  /** {@code size} metrics of as many keys, one point each at {@code step}. */
  static String metricBatchJson(String runId, int size, long step) {
    return IntStream.range(0, size)
        .mapToObj(
            index ->
                "{\"key\":\"metric_%d\",\"value\":%s,\"timestamp\":%d,\"step\":%d}"
                    .formatted(index, value(index, step), START_MILLIS + step, step))
        .collect(Collectors.joining(",", "{\"run_id\":\"" + runId + "\",\"metrics\":[", "]}"));
  }

  /** Ten params and ten metrics, as the runs of a search carry. */
  static String runDataJson(String runId, long number) {
    String params =
        IntStream.range(0, 10)
            .mapToObj(
                index ->
                    "{\"key\":\"param_%d\",\"value\":\"%d\"}"
                        .formatted(index, number % (index + 2)))
            .collect(Collectors.joining(",", "\"params\":[", "]"));
    String metrics = metricBatchJson(runId, 10, number);
    return metrics.substring(0, metrics.length() - 1) + "," + params + "}";
  }

  private static double value(int index, long step) {
    return Math.round(1e6 * Math.exp(-(step % 1000) / 250.0) * (index + 1)) / 1e6;
  }
}
