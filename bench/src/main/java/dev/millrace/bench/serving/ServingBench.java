package dev.millrace.bench.serving;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.LoadDriver;
import dev.millrace.bench.load.Sample;
import dev.millrace.bench.server.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Millrace's endpoints beside {@code mlflow models serve}, MLServer and a handler that does nothing
 * but score, with the same models and the same numbers in the requests.
 */
public final class ServingBench {

  private static final List<Integer> ROWS = List.of(1, 100);

  /** As {@code prepare_models.py} calls them. */
  public static final List<String> MODELS = List.of("iris", "boosted", "iris-python");

  /** Share of Millrace's requests that are kept in its request log. */
  public static final double KEPT = 0.01;

  private final PrintStream console;
  private final Path mlflowPython;
  private final Path mlserverPython;
  private final Path libraries;
  private final int rounds;
  private final Duration round;
  private final Duration warmUp;

  /**
   * @param libraries what the bare handler is made of
   * @param warmUp at least so long for each server and model
   */
  public ServingBench(
      PrintStream console,
      Path mlflowPython,
      Path mlserverPython,
      Path libraries,
      int rounds,
      Duration round,
      Duration warmUp) {
    this.console = console;
    this.mlflowPython = mlflowPython;
    this.mlserverPython = mlserverPython;
    this.libraries = libraries;
    this.rounds = rounds;
    this.round = round;
    this.warmUp = warmUp;
  }

  /** Somebody who answers one kind of request. */
  private record Contender(String name, Api api, String path, String body) {

    void ask() {
      api.post(path, body);
    }
  }

  /**
   * Measures; a table for people.
   *
   * @param connections each; what is asked is warmed up with the first of them
   * @param millrace a server of it, without endpoints
   * @param work where models and logs go
   * @param names of {@link #MODELS}
   */
  public String measure(
      ServerProcess millrace, Path work, List<String> names, List<Integer> connections)
      throws IOException, InterruptedException {
    ServedModels models = ServedModels.prepare(mlflowPython, millrace, work.resolve("models"));
    Api api = new Api(millrace.url());
    StringBuilder table =
        new StringBuilder(
            "| model, rows, connections | `mlflow models serve` /s | MLServer /s | bare handler /s"
                + " | Millrace `/invocations` /s | Millrace `/v2` /s | to mlflow | to MLServer |"
                + " to bare | Millrace p50 / p99 ms |\n"
                + "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for (String model : names) {
      ServedModels.openEndpoint(api, model);
      ServedModels.keepRequests(api, model, KEPT);
      Path files = models.files(model);
      Path logs = work.resolve(model);
      try (ServerProcess mlflow =
              ScoringServers.mlflow(mlflowPython, files, logs.resolve("mlflow"));
          ServerProcess mlserver =
              ScoringServers.mlserver(mlserverPython, files, logs.resolve("mlserver"));
          ServerProcess bare =
              models.hasBareHandler(model)
                  ? ScoringServers.bare(libraries, files, logs.resolve("bare"))
                  : null) {
        for (int rows : ROWS) {
          String invocations = models.body(model, "invocations", rows);
          String infer = models.body(model, "infer", rows);
          String v2 = "/v2/models/" + model + "/infer";
          List<Contender> contenders = new ArrayList<>();
          contenders.add(
              new Contender("mlflow", new Api(mlflow.url()), "/invocations", invocations));
          contenders.add(new Contender("mlserver", new Api(mlserver.url()), v2, infer));
          if (bare != null) {
            contenders.add(new Contender("bare", new Api(bare.url()), "/invocations", invocations));
          }
          contenders.add(
              new Contender("millrace", api, "/serving/" + model + "/invocations", invocations));
          contenders.add(new Contender("millrace-v2", api, v2, infer));
          for (int count : connections) {
            console.printf("%n%s, %d rows, %d connections%n", model, rows, count);
            boolean warm = count != connections.get(0);
            table.append(row(model, rows, count, compare(contenders, count, warm)));
          }
        }
      }
    }
    return table.toString();
  }

  /** The rounds of all, pooled by contender. */
  private Map<String, List<Sample>> compare(
      List<Contender> contenders, int connections, boolean warm) {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    try (LoadDriver driver = new LoadDriver(connections)) {
      AtomicLongArray sequences = driver.newSequences();
      if (!warm) {
        contenders.forEach(c -> driver.warmUp((worker, i) -> c.ask(), warmUp, sequences));
      }
      List<Contender> order = new ArrayList<>(contenders);
      for (int i = 1; i <= rounds; i++) {
        for (Contender contender : order) {
          Sample sample = driver.drive((worker, n) -> contender.ask(), round, sequences);
          samples.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(sample);
          console.printf(
              "  round %d  %-11s  %,10.1f /s  p50 %7.2f ms  p99 %7.2f ms  errors %d%s%n",
              i,
              contender.name(),
              sample.rate(),
              sample.latencyMillis(0.5),
              sample.latencyMillis(0.99),
              sample.errors(),
              sample.firstError() == null ? "" : "  (" + sample.firstError() + ")");
        }
        Collections.reverse(order);
      }
    }
    return samples;
  }

  private static String row(
      String model, int rows, int connections, Map<String, List<Sample>> samples) {
    double millrace = rate(samples, "millrace");
    double v2 = rate(samples, "millrace-v2");
    double bare = rate(samples, "bare");
    Sample pooled = Sample.pooled(samples.getOrDefault("millrace", List.of()));
    return String.format(
        Locale.ROOT,
        "| %s, %d, %d | %,.0f | %,.0f | %s | %,.0f | %,.0f | **%.1f×** | **%.1f×** | %s |"
            + " %.2f / %.2f |%n",
        model,
        rows,
        connections,
        rate(samples, "mlflow"),
        rate(samples, "mlserver"),
        bare == 0 ? "" : String.format(Locale.ROOT, "%,.0f", bare),
        millrace,
        v2,
        millrace / rate(samples, "mlflow"),
        v2 / rate(samples, "mlserver"),
        bare == 0 ? "" : String.format(Locale.ROOT, "**%.0f %%**", 100 * millrace / bare),
        pooled.latencyMillis(0.5),
        pooled.latencyMillis(0.99));
  }

  /** The median of the rounds; 0 of one that took no part. */
  private static double rate(Map<String, List<Sample>> samples, String contender) {
    double[] rates =
        samples.getOrDefault(contender, List.of()).stream()
            .mapToDouble(Sample::rate)
            .sorted()
            .toArray();
    return rates.length == 0 ? 0 : rates[rates.length / 2];
  }
}
