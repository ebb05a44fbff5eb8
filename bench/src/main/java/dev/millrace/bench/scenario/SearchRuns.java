package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;
import java.util.stream.IntStream;

/** {@code runs/search} that answers a page of runs, each with ten params and ten metrics. */
final class SearchRuns implements Scenario {

  private static final int SEEDED_RUNS = 2_000;

  private final int pageSize;

  SearchRuns(int pageSize) {
    this.pageSize = pageSize;
  }

  @Override
  public String name() {
    return "search-" + pageSize;
  }

  @Override
  public String title() {
    return "search of %,d runs".formatted(pageSize);
  }

  @Override
  public Load prepare(Api api) {
    String experimentId = Seed.newExperiment(api);
    IntStream.range(0, SEEDED_RUNS)
        .parallel()
        .forEach(
            number -> {
              String runId = Seed.newRun(api, experimentId, "run-" + number, number);
              api.post("runs/log-batch", Seed.runDataJson(runId, number));
            });
    String search =
        "{\"experiment_ids\":[\"%s\"],\"max_results\":%d}".formatted(experimentId, pageSize);
    int found = api.postForJson("runs/search", search).path("runs").size();
    if (found != pageSize) {
      throw new IllegalStateException("search found " + found + " runs, not " + pageSize);
    }
    return (worker, sequence) -> api.post("runs/search", search);
  }
}
