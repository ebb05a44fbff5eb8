package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;

/** {@code runs/create} with a name and the tags that a client sends. */
final class CreateRun implements Scenario {

  @Override
  public String name() {
    return "create-run";
  }

  @Override
  public String title() {
    return "create run";
  }

  @Override
  public Load prepare(Api api) {
    String experimentId = Seed.newExperiment(api);
    return (worker, sequence) ->
        api.post(
            "runs/create",
            Seed.createRunJson(experimentId, "run-" + worker + "-" + sequence, sequence));
  }
}
