package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A run for each connection, as trainings have one each. */
final class RunOfWorker {

  private final Api api;
  private final String experimentId;
  private final ConcurrentMap<Integer, String> runs = new ConcurrentHashMap<>();

  RunOfWorker(Api api) {
    this.api = api;
    this.experimentId = Seed.newExperiment(api);
  }

  String of(int worker) {
    return runs.computeIfAbsent(
        worker, id -> Seed.newRun(api, experimentId, "worker-" + id, worker));
  }
}
