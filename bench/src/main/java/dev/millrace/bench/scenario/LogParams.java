package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Load;

/** {@code runs/log-batch} of ten new params; each connection writes a run of its own. */
final class LogParams implements Scenario {

  @Override
  public String name() {
    return "log-params";
  }

  @Override
  public String title() {
    return "log-batch of 10 params";
  }

  @Override
  public double bar() {
    return 20;
  }

  @Override
  public Load prepare(Target target) {
    RunOfWorker runs = new RunOfWorker(target.api());
    return (worker, sequence) ->
        target
            .api()
            .post("runs/log-batch", Seed.paramBatchJson(runs.of(worker), 10, "p" + sequence + "_"));
  }
}
