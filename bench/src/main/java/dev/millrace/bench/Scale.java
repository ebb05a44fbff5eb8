package dev.millrace.bench;

import dev.millrace.bench.load.Load;
import dev.millrace.bench.load.LoadDriver;
import dev.millrace.bench.load.Sample;
import dev.millrace.bench.scenario.Target;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How searches keep up when an experiment grows from 10,000 to 1,000,000 runs. */
final class Scale {

  private static final List<Integer> SIZES = List.of(10_000, 100_000, 1_000_000);
  private static final int RUNS_AT_ONCE = 50_000;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(8);

  /** Title and body after the experiments; {@code small} stays in the experiment of 10,000 runs. */
  private record Search(String title, String rest, boolean small) {}

  private static final List<Search> SEARCHES =
      List.of(
          new Search("100 runs, default order", ",\"max_results\":100", false),
          new Search(
              "100 runs that match a metric, a param and a tag, default order",
              ",\"max_results\":100,\"filter\":\"metrics.metric_1 > 0.5 and params.param_3 = '2'"
                  + " and tags.`mlflow.user` = 'bench'\"",
              false),
          new Search(
              "100 runs by a metric, in an experiment of 10,000 runs beside the large one",
              ",\"max_results\":100,\"order_by\":[\"metrics.metric_2 DESC\"]",
              true),
          new Search(
              "100 runs by a metric, in the large experiment",
              ",\"max_results\":100,\"order_by\":[\"metrics.metric_2 DESC\"]",
              false));

  private final Target target;
  private final PrintStream console;

  Scale(Target target, PrintStream console) {
    this.target = target;
    this.console = console;
  }

  /** Seeds and measures; a table for people. */
  String measure() {
    String large = target.newExperiment();
    String small = target.seededExperiment();
    Map<Search, StringBuilder> cells = new LinkedHashMap<>();
    Map<Search, Double> first = new LinkedHashMap<>();
    Map<Search, Double> last = new LinkedHashMap<>();
    int there = 0;
    try (LoadDriver driver = new LoadDriver(2)) {
      for (int size : SIZES) {
        there = grow(large, there, size);
        for (Search search : SEARCHES) {
          Sample sample = measure(search, search.small() ? small : large, driver);
          double p95 = sample.latencyMillis(0.95);
          console.printf(
              "  %,9d runs  %-75s p50 %8.2f  p95 %8.2f ms  errors %d%n",
              size, search.title(), sample.latencyMillis(0.5), p95, sample.errors());
          cells
              .computeIfAbsent(search, s -> new StringBuilder("| " + s.title() + " |"))
              .append(String.format(Locale.ROOT, " %.2f / %.2f |", sample.latencyMillis(0.5), p95));
          first.putIfAbsent(search, p95);
          last.put(search, p95);
        }
      }
    }
    StringBuilder table =
        new StringBuilder(
            "| p50 / p95 in ms with so many runs | 10,000 | 100,000 | 1,000,000 | p95 grew |\n"
                + "|---|---:|---:|---:|---:|\n");
    cells.forEach(
        (search, row) ->
            table
                .append(row)
                .append(
                    String.format(
                        Locale.ROOT,
                        " %.1f× |\n",
                        last.getOrDefault(search, Double.NaN)
                            / first.getOrDefault(search, Double.NaN))));
    return table.toString();
  }

  private int grow(String experiment, int there, int size) {
    for (int from = there; from < size; from += RUNS_AT_ONCE) {
      int count = Math.min(RUNS_AT_ONCE, size - from);
      target.seedRuns(experiment, from, count);
      console.printf("  seeded %,d of %,d runs%n", from + count, size);
    }
    return size;
  }

  private Sample measure(Search search, String experiment, LoadDriver driver) {
    String body = "{\"experiment_ids\":[\"" + experiment + "\"]" + search.rest() + "}";
    Load load = (worker, sequence) -> target.api().post("runs/search", body);
    return driver.driveWarm(load, WARM_UP, MEASURED);
  }
}
