package dev.millrace.bench;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;
import dev.millrace.bench.load.LoadDriver;
import dev.millrace.bench.load.Sample;
import dev.millrace.bench.report.Comparison;
import dev.millrace.bench.report.Document;
import dev.millrace.bench.report.Report;
import dev.millrace.bench.scenario.Scenario;
import dev.millrace.bench.scenario.Target;
import dev.millrace.bench.server.Machine;
import dev.millrace.bench.server.MinioServer;
import dev.millrace.bench.server.ServerProcess;
import dev.millrace.bench.server.ServerUnderTest;
import dev.millrace.bench.server.SharedPostgres;
import dev.millrace.bench.serving.ReplicaBench;
import dev.millrace.bench.serving.ServingBench;
import dev.millrace.bench.serving.SwapBench;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts both servers on one PostgreSQL, drives them in turns and reports the ratio. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Compares Millrace with a stock mlflow server on one PostgreSQL.")
public final class Bench implements Callable<Integer> {

  /** Of all cores; above it the machine does something else that would be measured too. */
  private static final double BUSY_LIMIT = 0.15;

  private static final int EXIT_BUSY = 3;
  private static final int EXIT_ERRORS = 4;

  @SuppressWarnings("NullAway.Init") // picocli's
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--mlflow-python",
      description = "Python with mlflow; without it only Millrace is measured.")
  private @Nullable Path mlflowPython;

  @Option(
      names = "--millrace",
      description = "The millrace launcher; without it only MLflow is measured.")
  private @Nullable Path millrace;

  @Option(
      names = "--connections",
      defaultValue = "20",
      description = "Concurrent connections (default: 20).")
  private int connections;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Measured rounds a server (default: 5).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Length of a round (default: 10).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      description =
          "Unmeasured seconds a server at least (default: 20), until its rate has stopped growing:"
              + " a JVM compiles in the first ones.")
  private int warmUp;

  @Option(
      names = "--only",
      split = ",",
      description = "Names of the scenarios to run (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--out",
      defaultValue = "bench/target/bench",
      description = "Where results and logs go.")
  private Path out = Path.of("bench/target/bench");

  @Option(
      names = "--document",
      description = "A document whose bench table is replaced by the new one.")
  private @Nullable Path document;

  @Option(
      names = "--scale",
      description = "Measure Millrace's searches from 10,000 to 1,000,000 runs instead.")
  private boolean scale;

  @Option(
      names = "--registry",
      description = "Measure Millrace's searches of 100,000 versions of 1,000 models instead.")
  private boolean registry;

  @Option(
      names = "--transfers",
      description = "Measure how files get through instead; wants --minio.")
  private boolean transfers;

  @Option(
      names = "--serving",
      description = "Measure how models are scored instead; wants --mlserver-python.")
  private boolean serving;

  @Option(
      names = "--swaps",
      description = "Swap versions under load instead: so many times; wants --mlflow-python.")
  private int swaps;

  @Option(
      names = "--swap-requests",
      defaultValue = "1000000",
      description = "Requests while versions are swapped, at least (default: 1,000,000).")
  private long swapRequests;

  @Option(
      names = "--swap-cycles",
      defaultValue = "1000",
      description = "Models loaded and freed after that, without requests (default: 1,000).")
  private int swapCycles;

  @Option(
      names = "--swap-promotions",
      defaultValue = "1000",
      description =
          "Promotions under load after that, every other of a broken version (default: 1,000).")
  private int swapPromotions;

  @Option(
      names = "--replica-promotions",
      description =
          "Promote versions while a replica is asked, too, instead: so many times; wants"
              + " --mlflow-python.")
  private int replicaPromotions;

  @Option(
      names = "--ui",
      description = "Measure the pages in a browser instead, beside MLflow's; wants --millrace.")
  private boolean ui;

  @Option(
      names = "--ui-share",
      defaultValue = "1",
      description = "Part of the data that the pages are measured on (default: 1, all of it).")
  private double uiShare;

  @Option(
      names = "--mlserver-python",
      description = "Python of an environment that MLServer is installed in.")
  private @Nullable Path mlserverPython;

  @Option(
      names = "--serving-connections",
      split = ",",
      defaultValue = "1,8,32",
      description = "Connections that score at the same time (default: 1,8,32).")
  private List<Integer> servingConnections = List.of();

  @Option(
      names = "--serving-models",
      split = ",",
      description = "Models that are scored: ${DEFAULT-VALUE}.")
  private List<String> servingModels = ServingBench.MODELS;

  @Option(names = "--minio", description = "The MinIO binary that keeps the files.")
  private @Nullable Path minio;

  @Option(
      names = "--even-if-busy",
      description = "Measure although the machine is busy; the report says so.")
  private boolean evenIfBusy;

  private final PrintStream console = System.out;

  /** What was started, newest first; also emptied when the bench is interrupted. */
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    double busy = Machine.busy(Duration.ofSeconds(3));
    if (busy > BUSY_LIMIT) {
      console.printf("The machine is %.0f %% busy with other work.%n", busy * 100);
      if (!evenIfBusy) {
        console.println("Numbers taken now would mislead: wait for quiet, or pass --even-if-busy.");
        return EXIT_BUSY;
      }
    }
    Thread stopper = new Thread(this::stopAll);
    Runtime.getRuntime().addShutdownHook(stopper);
    try {
      if (scale) {
        return measureScale(busy);
      }
      if (registry) {
        return measureRegistry(busy);
      }
      if (transfers) {
        return measureTransfers(busy);
      }
      if (swaps > 0) {
        return measureSwaps(busy);
      }
      if (replicaPromotions > 0) {
        return measureReplica(busy);
      }
      if (serving) {
        return measureServing(busy);
      }
      if (ui) {
        return measureUi(busy);
      }
      Report report = measure(selected(Scenario.all(), Scenario::name), busy);
      Files.writeString(out.resolve("results.md"), report.markdown());
      report.writeJson(out.resolve("results.json"));
      if (document != null) {
        new Document(document).replace("bench", report.markdown());
      }
      console.println();
      console.print(report.markdown());
      long errors = report.comparisons().stream().mapToLong(Comparison::errors).sum();
      return errors == 0 ? 0 : EXIT_ERRORS;
    } finally {
      stopAll();
      Runtime.getRuntime().removeShutdownHook(stopper);
    }
  }

  private String onlySome() {
    return only.isEmpty() ? "" : " with `--only " + String.join(",", only) + "`";
  }

  /** Those that were asked for; all of them where none was. */
  private <T> List<T> selected(List<T> all, Function<T, String> nameOf) {
    List<String> known = all.stream().map(nameOf).toList();
    List<String> unknown = only.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("There is no " + unknown + " to measure, but " + known);
    }
    return all.stream()
        .filter(each -> only.isEmpty() || only.contains(nameOf.apply(each)))
        .toList();
  }

  private Report measure(List<Scenario> scenarios, double busy) throws Exception {
    Path work = newWork();
    console.println("Starting PostgreSQL");
    SharedPostgres postgres = started(SharedPostgres.start(work.resolve("postgres")));
    List<ServerUnderTest> servers = new ArrayList<>();
    if (mlflowPython != null) {
      console.println("Starting mlflow server");
      servers.add(
          started(
              ServerUnderTest.startMlflow(
                  mlflowPython, postgres.createDatabase("mlflow"), work.resolve("mlflow"))));
    }
    if (millrace != null) {
      console.println("Starting Millrace");
      servers.add(
          started(
              ServerUnderTest.startMillrace(
                  millrace, postgres.createDatabase("millrace"), work.resolve("millrace"))));
    }
    Map<String, String> conditions = conditions(postgres, busy);
    List<Comparison> comparisons = new ArrayList<>();
    Map<String, Target> targets = new LinkedHashMap<>();
    Map<String, Long> memory = new HashMap<>();
    servers.forEach(server -> targets.put(server.name(), Facts.target(server)));
    try (LoadDriver driver = new LoadDriver(connections)) {
      for (Scenario scenario : scenarios) {
        comparisons.add(compare(scenario, targets, driver));
        servers.forEach(s -> memory.merge(s.name(), s.residentBytes(), Math::max));
      }
    }
    Facts facts = new Facts();
    if (only.isEmpty()) {
      facts.memory(memory);
      facts.pointSize(targets);
      facts.pages(Objects.requireNonNull(targets.get("millrace")));
      // The last that needs them: it leaves the servers stopped.
      facts.start(servers, postgres);
      facts.floor(postgres.createDatabase("floor"), connections, work, comparisons);
    }
    return new Report(conditions, comparisons, facts.list());
  }

  private int measureScale(double busy) throws Exception {
    return measureAlone(busy, "scale", target -> new Scale(target, console).measure());
  }

  private int measureRegistry(double busy) throws Exception {
    return measureAlone(busy, "registry", target -> new RegistryScale(target, console).measure());
  }

  /** Millrace without an opponent; the table goes to the place of this name in the document. */
  private int measureAlone(double busy, String name, Function<Target, String> measured)
      throws Exception {
    Path work = newWork();
    SharedPostgres postgres = started(SharedPostgres.start(work.resolve("postgres")));
    ServerUnderTest server = startMillrace(postgres, work);
    String table = measured.apply(Facts.target(server));
    Map<String, String> conditions = conditions(postgres, busy);
    conditions.put("command", "`make bench-" + name + "`");
    conditions.put("load", "2 connections in a closed loop from the same machine");
    write(name, table, conditions);
    return 0;
  }

  private int measureTransfers(double busy) throws Exception {
    Path work = newWork();
    SharedPostgres postgres = started(SharedPostgres.start(work.resolve("postgres")));
    MinioServer store =
        started(MinioServer.start(required(minio, "--minio"), work.resolve("minio")));
    Transfers measured =
        new Transfers(
            console,
            connections,
            rounds,
            Duration.ofSeconds(seconds),
            Duration.ofSeconds(warmUp),
            selected(Transfers.NAMES, Function.identity()));
    measured.addDirect(store);
    if (millrace != null) {
      ServerUnderTest server =
          ServerUnderTest.startMillrace(
              millrace,
              postgres.createDatabase("millrace"),
              work.resolve("millrace"),
              store.place("millrace"));
      measured.addServer("millrace", new Api(started(server).url()));
    }
    if (mlflowPython != null) {
      ServerUnderTest server =
          ServerUnderTest.startMlflow(
              mlflowPython,
              postgres.createDatabase("mlflow"),
              work.resolve("mlflow"),
              store.place("mlflow"),
              List.of());
      measured.addServer("mlflow", new Api(started(server).url()));
    }
    String table = measured.measure();
    Map<String, String> conditions = conditions(postgres, busy);
    conditions.put("command", "`make bench-transfers`" + onlySome());
    conditions.put("store", "one MinIO under both servers and asked directly by signed URLs");
    write("transfers", table, conditions);
    return 0;
  }

  private int measureSwaps(double busy) throws Exception {
    Path work = newWork();
    SharedPostgres postgres = started(SharedPostgres.start(work.resolve("postgres")));
    String table =
        new SwapBench(
                console,
                required(mlflowPython, "--mlflow-python"),
                swaps,
                swapRequests,
                swapCycles,
                swapPromotions)
            .measure(startMillrace(postgres, work).process(), work);
    Map<String, String> conditions = conditions(postgres, busy);
    conditions.put("command", "`make bench-swap`");
    conditions.put("load", "8 connections in a closed loop from the same machine");
    write("swaps", table, conditions);
    return 0;
  }

  private int measureReplica(double busy) throws Exception {
    Path work = newWork();
    SharedPostgres postgres = started(SharedPostgres.start(work.resolve("postgres")));
    ServerUnderTest platform = startMillrace(postgres, work);
    ServerProcess replica =
        started(
            ReplicaBench.startReplica(
                required(millrace, "--millrace"), platform.url(), work.resolve("replica")));
    String table =
        new ReplicaBench(console, required(mlflowPython, "--mlflow-python"), replicaPromotions)
            .measure(platform.process(), replica, work);
    Map<String, String> conditions = conditions(postgres, busy);
    conditions.put("command", "`make bench-replica`");
    conditions.put("load", "4 connections to each in a closed loop from the same machine");
    write("replica", table, conditions);
    return 0;
  }

  private <T> T required(@Nullable T option, String name) {
    if (option == null) {
      throw new ParameterException(spec.commandLine(), "This bench needs " + name + ".");
    }
    return option;
  }

  private Path newWork() throws IOException {
    Files.createDirectories(out);
    return Files.createTempDirectory(out.toAbsolutePath(), "run-");
  }

  private ServerUnderTest startMillrace(SharedPostgres postgres, Path work) throws Exception {
    return started(
        ServerUnderTest.startMillrace(
            required(millrace, "--millrace"),
            postgres.createDatabase("millrace"),
            work.resolve("millrace")));
  }

  private int measureServing(double busy) throws Exception {
    Path work = newWork();
    SharedPostgres postgres = started(SharedPostgres.start(work.resolve("postgres")));
    ServerUnderTest server = startMillrace(postgres, work);
    String table =
        new ServingBench(
                console,
                required(mlflowPython, "--mlflow-python"),
                required(mlserverPython, "--mlserver-python"),
                Path.of("bench/target/bare-lib"),
                rounds,
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(warmUp))
            .measure(server.process(), work, servingModels, servingConnections);
    Map<String, String> conditions = conditions(postgres, busy);
    conditions.put("command", "`make bench-serving`");
    conditions.put(
        "request log",
        String.format(Locale.ROOT, "%.0f %% of Millrace's requests kept", ServingBench.KEPT * 100));
    conditions.remove("database");
    conditions.computeIfPresent(
        "load", (key, load) -> load.replaceFirst("^\\d+ connections", "connections"));
    write("serving", table, conditions);
    return 0;
  }

  private int measureUi(double busy) throws Exception {
    Path work = newWork();
    UiBench measured = new UiBench(console, uiShare, rounds);
    SharedPostgres postgres = started(SharedPostgres.start(work.resolve("postgres")));
    Map<String, Map<String, Object>> servers = new LinkedHashMap<>();
    ServerUnderTest server = startMillrace(postgres, work);
    console.println("Filling Millrace");
    servers.put(
        server.name(), measured.fillMillrace(server.url().toString(), Facts.target(server)));
    if (mlflowPython != null) {
      ServerUnderTest mlflow =
          started(
              ServerUnderTest.startMlflow(
                  mlflowPython, postgres.createDatabase("mlflow"), work.resolve("mlflow")));
      console.println("Filling mlflow server");
      servers.put(
          mlflow.name(), measured.fillMlflow(mlflow.url().toString(), Facts.target(mlflow)));
    }
    String table = measured.measure(servers, work);
    Map<String, String> conditions = conditions(postgres, busy);
    conditions.put("command", "`make bench-ui`" + (uiShare == 1 ? "" : ", --ui-share " + uiShare));
    conditions.put(
        "load", "one headless Chromium on the same machine; first rows are medians of " + rounds);
    write("ui", table, conditions);
    return 0;
  }

  /** Keeps a table with its conditions, and shows it. */
  private void write(String name, String table, Map<String, String> conditions) throws IOException {
    StringBuilder text = new StringBuilder(table).append('\n');
    conditions.forEach(
        (key, value) -> text.append("- ").append(key).append(": ").append(value).append('\n'));
    Files.writeString(out.resolve(name + ".md"), text);
    if (document != null) {
      new Document(document).replace(name, text.toString());
    }
    console.println();
    console.print(text);
  }

  private Comparison compare(Scenario scenario, Map<String, Target> targets, LoadDriver driver) {
    console.printf("%n%s%n", scenario.title());
    Map<String, Track> tracks = new LinkedHashMap<>();
    targets.forEach(
        (server, target) -> {
          Load load = scenario.prepare(target);
          Track track = new Track(server, load, driver.newSequences(), new ArrayList<>());
          double warm = driver.warmUp(load, Duration.ofSeconds(warmUp), track.sequences());
          console.printf("  warm-up  %-8s  %,10.0f s%n", server, warm);
          tracks.put(server, track);
        });
    List<Track> order = new ArrayList<>(tracks.values());
    for (int round = 1; round <= rounds; round++) {
      for (Track track : order) {
        Sample sample = driver.drive(track.load(), Duration.ofSeconds(seconds), track.sequences());
        track.samples().add(sample);
        console.printf(
            "  round %d  %-8s  %,10.1f /s  p50 %8.2f ms  p99 %8.2f ms  errors %d%s%n",
            round,
            track.server(),
            sample.rate(),
            sample.latencyMillis(0.5),
            sample.latencyMillis(0.99),
            sample.errors(),
            sample.firstError() == null ? "" : "  (" + sample.firstError() + ")");
      }
      // The one that goes second finds warmer caches of the system, so they take turns.
      Collections.reverse(order);
    }
    return new Comparison(
        scenario.name(),
        scenario.title(),
        scenario.bar(),
        samples(tracks, "mlflow"),
        samples(tracks, "millrace"));
  }

  private static List<Sample> samples(Map<String, Track> tracks, String server) {
    Track track = tracks.get(server);
    return track == null ? List.of() : List.copyOf(track.samples());
  }

  private Map<String, String> conditions(SharedPostgres postgres, double busy) throws Exception {
    Map<String, String> conditions = new LinkedHashMap<>();
    conditions.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    conditions.put(
        "command",
        "`bench/bench.sh --connections %d --rounds %d --seconds %d --warm-up %d`"
            .formatted(connections, rounds, seconds, warmUp));
    conditions.put("machine", Machine.describe());
    conditions.put("database", postgres.describe() + ", one instance for both, a database each");
    conditions.put(
        "load",
        "%d connections in a closed loop from the same machine, at least %d s of warm-up, until the rate of a server has stopped growing, %d rounds of %d s each in turns; rates are medians of the rounds"
            .formatted(connections, warmUp, rounds, seconds));
    conditions.put("other load before the start", "%.0f %% of all cores".formatted(busy * 100));
    return conditions;
  }

  private <T extends AutoCloseable> T started(T process) {
    synchronized (started) {
      started.push(process);
    }
    return process;
  }

  private void stopAll() {
    synchronized (started) {
      while (!started.isEmpty()) {
        try {
          started.pop().close();
        } catch (Exception e) {
          console.println("Could not stop a process: " + e);
        }
      }
    }
  }

  private record Track(String server, Load load, AtomicLongArray sequences, List<Sample> samples) {}
}
