package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;
import java.util.UUID;

/** What a loader of models asks: which version is the champion? */
final class ResolveAlias implements Scenario {

  private static final int VERSIONS = 20;

  @Override
  public String name() {
    return "resolve-alias";
  }

  @Override
  public String title() {
    return "resolve an alias";
  }

  @Override
  public double bar() {
    return 15;
  }

  @Override
  public Load prepare(Target target) {
    Api api = target.api();
    String model = Seed.newModel(api, "bench-" + UUID.randomUUID());
    String run = new RunOfWorker(api).of(0);
    for (int i = 0; i < VERSIONS; i++) {
      Seed.setAlias(api, model, Seed.newVersion(api, model, run));
    }
    return (worker, sequence) -> api.get(Seed.aliasPath(model));
  }
}
