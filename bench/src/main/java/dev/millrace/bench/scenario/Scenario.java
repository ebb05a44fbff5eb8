package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Load;
import java.util.List;

/**
 * One row of the table. A new one is a class of this interface and an entry in {@link #all()}; it
 * is driven, measured and reported like the rest.
 */
public interface Scenario {

  /** What {@code --only} selects it by. */
  String name();

  /** What the table calls it. */
  String title();

  /** The throughput that is asked of Millrace, in times MLflow's. */
  double bar();

  /**
   * Puts into the server what the load needs and checks that it answers rightly.
   *
   * @return the load to measure
   */
  Load prepare(Target target);

  /** Every scenario, in the order of the table. */
  static List<Scenario> all() {
    return List.of(
        new CreateRun(),
        new LogMetric(),
        new LogBatch(10, 25),
        new LogBatch(100, 30),
        new LogBatch(500, 30),
        new LogParams(),
        new TrainingLoop(),
        new GetRun(),
        new SearchRuns("search-1000", "search of 1,000 runs", 50, ",\"max_results\":1000"),
        new SearchRuns(
            "search-filtered",
            "filtered and ordered search",
            30,
            ",\"filter\":\"metrics.metric_1 > 0.5 and params.param_3 = '2' and tags.`mlflow.user` = 'bench'\""
                + ",\"order_by\":[\"metrics.metric_2 DESC\"],\"max_results\":100"),
        new SearchExperiments(),
        new MetricHistory(),
        new MetricHistoryInterval(),
        new RegisterVersions(),
        new ResolveAlias());
  }
}
