package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Load;

/** {@code runs/log-batch} of metrics with as many keys; each connection writes a run of its own. */
final class LogBatch implements Scenario {

  private final int size;
  private final double bar;

  LogBatch(int size, double bar) {
    this.size = size;
    this.bar = bar;
  }

  @Override
  public String name() {
    return "log-batch-" + size;
  }

  @Override
  public String title() {
    return "log-batch of " + size + " metrics";
  }

  @Override
  public double bar() {
    return bar;
  }

  @Override
  public Load prepare(Target target) {
    RunOfWorker runs = new RunOfWorker(target.api());
    return (worker, sequence) ->
        target.api().post("runs/log-batch", Seed.metricBatchJson(runs.of(worker), size, sequence));
  }
}
