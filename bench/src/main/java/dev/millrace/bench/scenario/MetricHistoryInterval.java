package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code metrics/get-history-bulk-interval} of ten runs with 10,000 points each. */
final class MetricHistoryInterval implements Scenario {

  private static final int RUNS = 10;
  private static final int POINTS = 10_000;

  /** What MLflow's own page asks for. */
  private static final int POINTS_PER_RUN = 320;

  @Override
  public String name() {
    return "bulk-interval";
  }

  @Override
  public String title() {
    return "bulk interval of 10 × 10,000 points";
  }

  @Override
  public double bar() {
    return 20;
  }

  @Override
  public Load prepare(Target target) {
    Api api = target.api();
    String experimentId = Seed.newExperiment(api);
    String runIds =
        IntStream.range(0, RUNS)
            .mapToObj(i -> "&run_ids=" + target.newRunWithHistory(experimentId, "loss", POINTS))
            .collect(Collectors.joining());
    String path =
        "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=loss&max_results="
            + POINTS_PER_RUN
            + runIds;
    int found = api.getJson(path).path("metrics").size();
    if (found < RUNS * POINTS_PER_RUN / 2) {
      throw new IllegalStateException("the interval has only " + found + " points");
    }
    return (worker, sequence) -> api.get(path);
  }
}
