package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Load;

/** {@code runs/log-metric}; each connection writes a run of its own. */
final class LogMetric implements Scenario {

  @Override
  public String name() {
    return "log-metric";
  }

  @Override
  public String title() {
    return "log-metric";
  }

  @Override
  public double bar() {
    return 20;
  }

  @Override
  public Load prepare(Target target) {
    RunOfWorker runs = new RunOfWorker(target.api());
    return (worker, sequence) ->
        target.api().post("runs/log-metric", Seed.metricJson(runs.of(worker), sequence));
  }
}
