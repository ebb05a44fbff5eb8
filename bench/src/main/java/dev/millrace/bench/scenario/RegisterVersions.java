package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;
import java.util.UUID;

/** What CI does with a trained model: register a version, point an alias at it, resolve it. */
final class RegisterVersions implements Scenario {

  @Override
  public String name() {
    return "register-alias-resolve";
  }

  @Override
  public String title() {
    return "register + alias + resolve (3 requests)";
  }

  @Override
  public double bar() {
    return 15;
  }

  @Override
  public Load prepare(Target target) {
    Api api = target.api();
    RunOfWorker runs = new RunOfWorker(api);
    ModelOfWorker models = new ModelOfWorker(api, "bench-" + UUID.randomUUID());
    return (worker, sequence) -> {
      String model = models.of(worker);
      String version = Seed.newVersion(api, model, runs.of(worker));
      Seed.setAlias(api, model, version);
      api.get(Seed.aliasPath(model));
    };
  }
}
