package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;
import java.util.ArrayList;
import java.util.List;

/** {@code runs/get} of runs with ten params and ten metrics, another one each time. */
final class GetRun implements Scenario {

  @Override
  public String name() {
    return "get-run";
  }

  @Override
  public String title() {
    return "get run";
  }

  @Override
  public double bar() {
    return 30;
  }

  @Override
  public Load prepare(Target target) {
    Api api = target.api();
    List<String> runIds = new ArrayList<>();
    api.postForJson(
            "runs/search",
            "{\"experiment_ids\":[\"" + target.seededExperiment() + "\"],\"max_results\":1000}")
        .path("runs")
        .forEach(run -> runIds.add(run.at("/info/run_id").asText()));
    int metrics = api.getJson("runs/get?run_id=" + runIds.get(0)).at("/run/data/metrics").size();
    if (metrics != 10) {
      throw new IllegalStateException("a run has " + metrics + " metrics, not 10");
    }
    return (worker, sequence) ->
        api.get("runs/get?run_id=" + runIds.get((int) ((worker * 37L + sequence) % runIds.size())));
  }
}
