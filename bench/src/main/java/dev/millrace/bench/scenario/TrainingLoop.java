package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;

/** A short training: create a run, 10 params, 20 batches of 5 metrics, finish. 23 requests. */
final class TrainingLoop implements Scenario {

  private static final int BATCHES = 20;

  @Override
  public String name() {
    return "training-loop";
  }

  @Override
  public String title() {
    return "training loop (23 requests)";
  }

  @Override
  public double bar() {
    return 20;
  }

  @Override
  public Load prepare(Target target) {
    Api api = target.api();
    String experimentId = Seed.newExperiment(api);
    return (worker, sequence) -> {
      String runId = Seed.newRun(api, experimentId, "train-" + worker + "-" + sequence, sequence);
      api.post("runs/log-batch", Seed.paramBatchJson(runId, 10, "param_"));
      for (int step = 0; step < BATCHES; step++) {
        api.post("runs/log-batch", Seed.metricBatchJson(runId, 5, step));
      }
      api.post(
          "runs/update",
          "{\"run_id\":\""
              + runId
              + "\",\"status\":\"FINISHED\",\"end_time\":"
              + (Seed.START_MILLIS + 60_000)
              + "}");
    };
  }
}
