package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;

/** {@code runs/search} over 10,000 runs that have ten params and ten metrics each. */
final class SearchRuns implements Scenario {

  private final String name;
  private final String title;
  private final double bar;
  private final String rest;

  /**
   * A search.
   *
   * @param rest the fields of its body after the experiments, each with a comma before it
   */
  SearchRuns(String name, String title, double bar, String rest) {
    this.name = name;
    this.title = title;
    this.bar = bar;
    this.rest = rest;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public double bar() {
    return bar;
  }

  @Override
  public Load prepare(Target target) {
    Api api = target.api();
    String search = "{\"experiment_ids\":[\"" + target.seededExperiment() + "\"]" + rest + "}";
    int found = api.postForJson("runs/search", search).path("runs").size();
    if (found != 1000 && found != 100) {
      throw new IllegalStateException(name + " found " + found + " runs");
    }
    return (worker, sequence) -> api.post("runs/search", search);
  }
}
