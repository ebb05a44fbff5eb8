package dev.millrace.bench.serving;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.FailedCall;
import dev.millrace.bench.load.LoadDriver;
import dev.millrace.bench.server.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Promotes one version after another while a platform and a serving replica of it are asked, and
 * tells how soon after the acknowledgement each answers with the new one, and no more with the old.
 */
public final class ReplicaBench {

  private static final String MODEL = "iris";
  private static final int VERSIONS = 3;
  private static final int CONNECTIONS = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration SLICE = Duration.ofSeconds(2);
  private static final long PATIENCE_NANOS = Duration.ofMinutes(1).toNanos();

  /** Long enough for an answer to be seen that comes too late. */
  private static final long PAUSE_MILLIS = 1_500;

  private static final double LATE_MILLIS = 1_000;
  private static final Pattern VERSION = Pattern.compile("\"model_version\":\"(\\d+)\"");

  private final PrintStream console;
  private final Path mlflowPython;
  private final int promotions;
  private final List<Asked> servers = new ArrayList<>();
  private volatile Promotion running = new Promotion(1, 1);

  public ReplicaBench(PrintStream console, Path mlflowPython, int promotions) {
    this.console = console;
    this.mlflowPython = mlflowPython;
    this.promotions = promotions;
  }

  /** A version that takes the place of another. */
  private record Promotion(int from, int to) {}

  /** A server, and what it answered since the last promotion began. */
  private static final class Asked {

    private final Api api;
    private final AtomicLong firstNewNanos = new AtomicLong();
    private final AtomicLong lastOldNanos = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final List<Double> firstNewMillis = new ArrayList<>();
    private final List<Double> lastOldMillis = new ArrayList<>();

    Asked(URI url) {
      this.api = new Api(url);
    }

    void begin() {
      firstNewNanos.set(0);
      lastOldNanos.set(0);
    }

    /** Notes what came since the promotion was acknowledged; what came sooner counts as at once. */
    void end(long acknowledgedNanos) {
      firstNewMillis.add(Math.max(0, (firstNewNanos.get() - acknowledgedNanos) / 1e6));
      long lastOld = lastOldNanos.get();
      lastOldMillis.add(lastOld == 0 ? 0 : Math.max(0, (lastOld - acknowledgedNanos) / 1e6));
    }
  }

  /** Starts a replica of a platform, as packaged. */
  public static ServerProcess startReplica(Path launcher, URI platform, Path directory)
      throws IOException {
    int port = ServerProcess.freePort();
    return ServerProcess.start(
        "replica",
        port,
        "/q/health/ready",
        List.of(
            launcher.toString(),
            "server",
            "--mode=serving",
            "--platform-url",
            platform.toString(),
            "--port",
            Integer.toString(port),
            "--data-dir",
            directory.resolve("data").toString()),
        Map.of("MILLRACE_NO_BUILD", "1"),
        directory);
  }

  /**
   * Measures; a table for people.
   *
   * @param work where models go
   */
  public String measure(ServerProcess platform, ServerProcess replica, Path work)
      throws IOException, InterruptedException {
    ServedModels models = ServedModels.prepare(mlflowPython, platform, work.resolve("models"));
    Api api = new Api(platform.url());
    ServedModels.registerMore(api, MODEL, VERSIONS);
    ServedModels.openEndpoint(api, MODEL);
    servers.add(new Asked(platform.url()));
    servers.add(new Asked(replica.url()));
    String body = models.body(MODEL, "infer", 1);
    awaitAnswer(servers.get(1), body);
    try (LoadDriver driver = new LoadDriver(CONNECTIONS)) {
      AtomicLongArray sequences = driver.newSequences();
      driver.warmUp((worker, i) -> ask(worker, body), WARM_UP, sequences);
      CompletableFuture<Void> promoting = CompletableFuture.runAsync(() -> promoteAll(api));
      while (!promoting.isDone()) {
        driver.drive((worker, i) -> ask(worker, body), SLICE, sequences);
      }
      promoting.join();
    }
    return table();
  }

  /** The replica brings up what it follows in its own time. */
  private static void awaitAnswer(Asked server, String body) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        server.api.post("/v2/models/" + MODEL + "/infer", body);
        return;
      } catch (FailedCall e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  /** Each server is asked on half of the connections. */
  private void ask(int worker, String body) {
    Asked server = servers.get(worker % servers.size());
    byte[] answer;
    try {
      answer = server.api.post("/v2/models/" + MODEL + "/infer", body);
    } catch (FailedCall e) {
      server.failures.incrementAndGet();
      throw e;
    }
    long now = System.nanoTime();
    server.answers.incrementAndGet();
    Matcher named = VERSION.matcher(new String(answer, StandardCharsets.UTF_8));
    int version = named.find() ? Integer.parseInt(named.group(1)) : 0;
    Promotion promotion = running;
    if (version == promotion.to()) {
      server.firstNewNanos.compareAndSet(0, now);
    } else if (version == promotion.from()) {
      server.lastOldNanos.accumulateAndGet(now, Math::max);
    }
  }

  private void promoteAll(Api api) {
    for (int i = 0; i < promotions; i++) {
      int from = running.to();
      int to = from % VERSIONS + 1;
      servers.forEach(Asked::begin);
      running = new Promotion(from, to);
      api.post(
          "/api/millrace/v1/promotions",
          "{\"model_name\": \"%s\", \"alias\": \"champion\", \"version\": \"%d\", \"reason\": \"bench\"}"
              .formatted(MODEL, to));
      long acknowledged = System.nanoTime();
      try {
        awaitNew(acknowledged);
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      servers.forEach(server -> server.end(acknowledged));
      console.printf(
          Locale.ROOT,
          "  promotion %d: %.1f ms at the platform, %.1f ms at the replica%n",
          i + 1,
          servers.get(0).firstNewMillis.get(i),
          servers.get(1).firstNewMillis.get(i));
      tellWhyLate(api, i);
    }
  }

  /** What the swaps were at that took too long, as the platform's history has it. */
  private void tellWhyLate(Api api, int promotion) {
    if (servers.stream().anyMatch(server -> server.lastOldMillis.get(promotion) > LATE_MILLIS)) {
      byte[] swaps = api.get("/api/millrace/v1/endpoints/" + MODEL + "/swaps");
      console.printf(
          "    late; the newest swaps: %.2000s%n", new String(swaps, StandardCharsets.UTF_8));
    }
  }

  private void awaitNew(long acknowledged) throws InterruptedException {
    while (servers.stream().anyMatch(server -> server.firstNewNanos.get() == 0)) {
      if (System.nanoTime() - acknowledged > PATIENCE_NANOS) {
        throw new IllegalStateException("A version that was promoted did not answer within 60 s.");
      }
      Thread.sleep(10);
    }
  }

  private String table() {
    Asked platform = servers.get(0);
    Asked replica = servers.get(1);
    return String.format(
        Locale.ROOT,
        "| %d promotions, ms after each was acknowledged | platform | replica |%n"
            + "|---|---:|---:|%n"
            + "| first answer of the new version: median | %.1f | %.1f |%n"
            + "| first answer of the new version: longest | %.1f | %.1f |%n"
            + "| last answer of the old version: median | %.1f | %.1f |%n"
            + "| last answer of the old version: longest | %.1f | %.1f |%n"
            + "| promotions with an answer of the old version after 1 s | %d | %d |%n"
            + "| requests | %,d | %,d |%n"
            + "| failed | %d | %d |%n",
        promotions,
        quantile(platform.firstNewMillis, 0.5),
        quantile(replica.firstNewMillis, 0.5),
        quantile(platform.firstNewMillis, 1),
        quantile(replica.firstNewMillis, 1),
        quantile(platform.lastOldMillis, 0.5),
        quantile(replica.lastOldMillis, 0.5),
        quantile(platform.lastOldMillis, 1),
        quantile(replica.lastOldMillis, 1),
        late(platform),
        late(replica),
        platform.answers.get(),
        replica.answers.get(),
        platform.failures.get(),
        replica.failures.get());
  }

  private static long late(Asked server) {
    return server.lastOldMillis.stream().filter(millis -> millis > LATE_MILLIS).count();
  }

  private static double quantile(List<Double> values, double quantile) {
    List<Double> sorted = values.stream().sorted().toList();
    int rank = (int) Math.ceil(quantile * sorted.size());
    return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, rank - 1));
  }
}
