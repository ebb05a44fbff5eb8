package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;

/** {@code metrics/get-history} of one metric with 25,000 points, as the Python client pages it. */
final class MetricHistory implements Scenario {

  private static final int POINTS = 25_000;

  @Override
  public String name() {
    return "history-25000";
  }

  @Override
  public String title() {
    return "history of 25,000 points";
  }

  @Override
  public double bar() {
    return 20;
  }

  @Override
  public Load prepare(Target target) {
    Api api = target.api();
    String runId = target.newRunWithHistory(Seed.newExperiment(api), "loss", POINTS);
    String path = "metrics/get-history?metric_key=loss&max_results=25000&run_id=" + runId;
    int found = api.getJson(path).path("metrics").size();
    if (found != POINTS) {
      throw new IllegalStateException("the history has " + found + " points, not " + POINTS);
    }
    return (worker, sequence) -> api.get(path);
  }
}
