package dev.millrace.bench.serving;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.LoadDriver;
import dev.millrace.bench.load.Sample;
import dev.millrace.bench.server.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Swaps the version behind an endpoint over and over while it is asked, looks at every answer, and
 * then swaps on without load to see what is left behind. Three versions in turn: the one before the
 * last is given back each time, so that every swap loads a model and frees one.
 */
public final class SwapBench {

  private static final String MODEL = "iris";
  private static final int VERSIONS = 3;
  private static final int CONNECTIONS = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration SLICE = Duration.ofSeconds(5);
  private static final Duration STEADY = Duration.ofSeconds(10);

  /** Between swaps, so that they come all along the requests and not at their beginning. */
  private static final long PAUSE_MILLIS = 250;

  private static final long LATE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Pattern VERSION = Pattern.compile("\"model_version\":\"(\\d+)\"");
  private static final double MEGABYTE = 1 << 20;

  private final PrintStream console;
  private final Path mlflowPython;
  private final int swaps;
  private final long requests;
  private final int cycles;
  private final int promotions;

  private final AtomicLong unready = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private volatile Going going = new Going(1, 1, System.nanoTime());

  /**
   * @param swaps while the endpoint is asked
   * @param requests that it is asked meanwhile, at least
   * @param cycles of loading and freeing a model after that, without requests
   * @param promotions after that, every other of a broken version
   */
  public SwapBench(
      PrintStream console,
      Path mlflowPython,
      int swaps,
      long requests,
      int cycles,
      int promotions) {
    this.console = console;
    this.mlflowPython = mlflowPython;
    this.swaps = swaps;
    this.requests = requests;
    this.cycles = cycles;
    this.promotions = promotions;
  }

  /**
   * Where the endpoint is on its way.
   *
   * @param readyNanos when it said that the new version answers; 0 before that
   */
  private record Going(int from, int to, long readyNanos) {}

  /** What a process holds. */
  private record Held(long bytes, long files, long threads) {}

  /**
   * Measures; a table for people.
   *
   * @param work where models and logs go
   */
  public String measure(ServerProcess millrace, Path work)
      throws IOException, InterruptedException {
    ServedModels models = ServedModels.prepare(mlflowPython, millrace, work.resolve("models"));
    Api api = new Api(millrace.url());
    ServedModels.registerMore(api, MODEL, VERSIONS);
    ServedModels.openEndpoint(api, MODEL);
    String body = models.body(MODEL, "infer", 1);
    List<Sample> steady = new ArrayList<>();
    List<Sample> slices = new ArrayList<>();
    List<Long> took;
    try (LoadDriver driver = new LoadDriver(CONNECTIONS)) {
      AtomicLongArray sequences = driver.newSequences();
      driver.warmUp((worker, i) -> ask(api, body), WARM_UP, sequences);
      // At both ends: a server that is asked for minutes becomes quicker meanwhile.
      steady.add(driver.drive((worker, i) -> ask(api, body), STEADY, sequences));
      CompletableFuture<List<Long>> swapping =
          CompletableFuture.supplyAsync(
              () -> swapAll(new Api(millrace.url()), swaps, PAUSE_MILLIS));
      long count = 0;
      while (count < requests || !swapping.isDone()) {
        Sample slice = driver.drive((worker, i) -> ask(api, body), SLICE, sequences);
        slices.add(slice);
        count += slice.latencyNanos().length + slice.errors();
        console.printf(
            Locale.ROOT,
            "  %,d requests, %,.0f /s, errors %d%n",
            count,
            slice.rate(),
            slice.errors());
      }
      took = swapping.join();
      steady.add(driver.drive((worker, i) -> ask(api, body), STEADY, sequences));
    }
    Sample during = Sample.pooled(slices);
    String table = table(Sample.pooled(steady), during, took) + heldTable(millrace, api);
    return promotions == 0
        ? table
        : table + new PromotionBench(console, api, MODEL, VERSIONS).measure(body, promotions);
  }

  private void ask(Api api, String body) {
    Going before = going;
    long start = System.nanoTime();
    byte[] answer = api.post("/v2/models/" + MODEL + "/infer", body);
    Going after = going;
    Matcher named = VERSION.matcher(new String(answer, StandardCharsets.UTF_8));
    int version = named.find() ? Integer.parseInt(named.group(1)) : 0;
    boolean expected =
        version == before.from()
            || version == before.to()
            || version == after.from()
            || version == after.to();
    if (!expected) {
      unready.incrementAndGet();
    }
    boolean isLate =
        before.readyNanos() != 0
            && start - before.readyNanos() > LATE_NANOS
            && version == before.from()
            && before.from() != before.to();
    if (isLate) {
      late.incrementAndGet();
    }
  }

  /** How long each swap took, from the change of the alias to the answer that it is done. */
  private List<Long> swapAll(Api api, int count, long pauseMillis) {
    List<Long> took = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Going last = going;
      int next = last.to() % VERSIONS + 1;
      going = new Going(last.to(), next, 0);
      long start = System.nanoTime();
      api.post(
          "/api/2.0/mlflow/registered-models/alias",
          "{\"name\": \"%s\", \"alias\": \"champion\", \"version\": \"%d\"}"
              .formatted(MODEL, next));
      long ready;
      try {
        ServedModels.awaitLive(api, MODEL, next);
        ready = System.nanoTime();
        going = new Going(last.to(), next, ready);
        Thread.sleep(pauseMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      took.add(ready - start);
    }
    return took;
  }

  private String table(Sample steady, Sample during, List<Long> took) {
    long[] millis = took.stream().mapToLong(nanos -> nanos / 1_000_000).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "| | steady | during %,d swaps |%n|---|---:|---:|%n"
            + "| requests | %,d | %,d |%n"
            + "| failed | %d | %d |%n"
            + "| answered by a version that was not ready | | %d |%n"
            + "| answered by the old one a second after the swap was done | | %d |%n"
            + "| requests a second | %,.0f | %,.0f |%n"
            + "| p50, ms | %.2f | %.2f |%n"
            + "| p99, ms | %.2f | %.2f (%.1f×) |%n"
            + "| p99.9, ms | %.2f | %.2f |%n"
            + "| a swap: median, longest, ms | | %d, %d |%n",
        took.size(),
        steady.latencyNanos().length,
        during.latencyNanos().length,
        steady.errors(),
        during.errors(),
        unready.get(),
        late.get(),
        steady.rate(),
        during.rate(),
        steady.latencyMillis(0.5),
        during.latencyMillis(0.5),
        steady.latencyMillis(0.99),
        during.latencyMillis(0.99),
        during.latencyMillis(0.99) / steady.latencyMillis(0.99),
        steady.latencyMillis(0.999),
        during.latencyMillis(0.999),
        millis.length == 0 ? 0 : millis[millis.length / 2],
        Arrays.stream(millis).max().orElse(0));
  }

  /** What the server holds along the way, without requests. */
  private String heldTable(ServerProcess millrace, Api api)
      throws IOException, InterruptedException {
    StringBuilder table =
        new StringBuilder(
                String.format(
                    "%n| models loaded and freed | resident MB | open files | threads |%n"))
            .append("|---:|---:|---:|---:|\n");
    int done = 0;
    for (int stop : List.of(cycles / 10, cycles / 2, cycles)) {
      swapAll(api, stop - done, 0);
      done = stop;
      millrace.collectGarbage();
      Held held = new Held(millrace.residentBytes(), millrace.openFiles(), millrace.threads());
      table.append(
          String.format(
              Locale.ROOT,
              "| %,d | %,.0f | %d | %d |%n",
              done,
              held.bytes() / MEGABYTE,
              held.files(),
              held.threads()));
    }
    return table.toString();
  }
}
