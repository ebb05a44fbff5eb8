package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A registered model for each connection. */
final class ModelOfWorker {

  private final Api api;
  private final String family;
  private final ConcurrentMap<Integer, String> models = new ConcurrentHashMap<>();

  ModelOfWorker(Api api, String family) {
    this.api = api;
    this.family = family;
  }

  String of(int worker) {
    return models.computeIfAbsent(worker, id -> Seed.newModel(api, family + "-" + id));
  }
}
