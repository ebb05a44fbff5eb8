package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** {@code runs/log-batch} of metrics; each connection writes a run of its own, as trainings do. */
final class LogBatch implements Scenario {

  private final int size;

  LogBatch(int size) {
    this.size = size;
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
  public Load prepare(Api api) {
    String experimentId = Seed.newExperiment(api);
    ConcurrentMap<Integer, String> runs = new ConcurrentHashMap<>();
    return (worker, sequence) -> {
      String runId =
          runs.computeIfAbsent(worker, id -> Seed.newRun(api, experimentId, "worker-" + id, id));
      api.post("runs/log-batch", Seed.metricBatchJson(runId, size, sequence));
    };
  }
}
