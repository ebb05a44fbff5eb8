package dev.millrace.bench.scenario;

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
  public double bar() {
    return 20;
  }

  @Override
  public Load prepare(Target target) {
    String experimentId = Seed.newExperiment(target.api());
    return (worker, sequence) ->
        target
            .api()
            .post(
                "runs/create",
                Seed.createRunJson(experimentId, "run-" + worker + "-" + sequence, sequence));
  }
}
