package dev.millrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.bench.load.Load;
import dev.millrace.bench.load.LoadDriver;
import dev.millrace.bench.load.Sample;
import dev.millrace.bench.scenario.Target;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How searches of a registry with 100,000 versions of 1,000 models keep up. */
final class RegistryScale {

  private static final int MODELS = 1_000;
  private static final int VERSIONS = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration MEASURED = Duration.ofSeconds(8);

  private record Search(String title, String path) {

    static Search versions(String title, String filter, String rest) {
      return new Search(title, "model-versions/search?filter=" + encoded(filter) + rest);
    }

    static Search models(String title, String filter, String rest) {
      return new Search(title, "registered-models/search?filter=" + encoded(filter) + rest);
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, UTF_8);
    }
  }

  private static final List<Search> SEARCHES =
      List.of(
          Search.versions("100 versions, the latest changed", "", "&max_results=100"),
          Search.versions(
              "the 100 versions of a model, newest first",
              "name = 'model-0500'",
              "&max_results=100&order_by=version_number%20DESC"),
          Search.versions("the versions of a run", "run_id = 'run-77000'", "&max_results=100"),
          Search.versions(
              "100 versions by a tag that 1 in 10 has", "tags.team = 'team-7'", "&max_results=100"),
          Search.versions(
              "the 10 versions with a tag that 1 in 10,000 has",
              "tags.build = 'build-4242'",
              "&max_results=100"),
          Search.versions(
              "versions of models by a pattern and a tag",
              "name LIKE 'model-05%' and tags.team = 'team-7'",
              "&max_results=100"),
          Search.models("100 models, by name", "", "&max_results=100"),
          Search.models(
              "models by a part of their name", "name ILIKE '%EL-05%'", "&max_results=100"),
          Search.models("models by a tag", "tags.owner = 'owner-9'", "&max_results=100"));

  private final Target target;
  private final PrintStream console;

  RegistryScale(Target target, PrintStream console) {
    this.target = target;
    this.console = console;
  }

  /** Seeds and measures; a table for people. */
  String measure() {
    target.seedVersions(MODELS, VERSIONS);
    StringBuilder table =
        new StringBuilder("| search | p50 ms | p95 ms | p99 ms |\n|---|---:|---:|---:|\n");
    try (LoadDriver driver = new LoadDriver(2)) {
      for (Search search : SEARCHES) {
        Load load = (worker, sequence) -> target.api().get(search.path());
        Sample sample = driver.driveWarm(load, WARM_UP, MEASURED);
        String row =
            String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f |%n",
                search.title(),
                sample.latencyMillis(0.5),
                sample.latencyMillis(0.95),
                sample.latencyMillis(0.99));
        console.printf("  %s  errors %d%n", row.strip(), sample.errors());
        table.append(row);
      }
    }
    return table.toString();
  }
}
