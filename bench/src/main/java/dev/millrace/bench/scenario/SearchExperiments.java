package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;

/** {@code experiments/search} for a page of 1,000. */
final class SearchExperiments implements Scenario {

  private static final int PAGE = 1_000;
  private static final String SEARCH = "{\"max_results\":" + PAGE + "}";

  @Override
  public String name() {
    return "experiments";
  }

  @Override
  public String title() {
    return "1,000 experiments";
  }

  @Override
  public double bar() {
    return 20;
  }

  @Override
  public Load prepare(Target target) {
    Api api = target.api();
    int there = api.postForJson("experiments/search", SEARCH).path("experiments").size();
    for (int i = there; i < PAGE; i++) {
      Seed.newExperiment(api);
    }
    int found = api.postForJson("experiments/search", SEARCH).path("experiments").size();
    if (found != PAGE) {
      throw new IllegalStateException("search found " + found + " experiments, not " + PAGE);
    }
    return (worker, sequence) -> api.post("experiments/search", SEARCH);
  }
}
