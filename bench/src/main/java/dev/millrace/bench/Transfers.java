package dev.millrace.bench;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.FailedCall;
import dev.millrace.bench.load.Load;
import dev.millrace.bench.load.LoadDriver;
import dev.millrace.bench.load.Sample;
import dev.millrace.bench.server.MinioServer;
import io.minio.Http;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How files get through the servers, which keep them in one MinIO, against asking that MinIO
 * directly. Direct requests are signed by URL, so that neither side hashes their bodies: the
 * cheapest way there is.
 */
final class Transfers {

  private static final int SMALL = 1 << 20;
  private static final long LARGE = 1L << 30;
  private static final int SEEDED = 200;
  private static final int LARGE_ROUNDS = 3;

  /** Names of what can be measured. */
  static final List<String> NAMES = List.of("put-1mb", "get-1mb", "put-1gb", "get-1gb");

  /** One that takes and gives files. */
  private interface Place {

    String put(String name);

    String get(String name);
  }

  private record Contender(String name, Api api, Place place) {}

  private final List<Contender> contenders = new ArrayList<>();
  private final AtomicLong counter = new AtomicLong();
  private final PrintStream console;
  private final int connections;
  private final int rounds;
  private final Duration round;
  private final Duration warmUp;
  private final List<String> names;

  /**
   * @param names what is measured; of {@link #NAMES}
   */
  Transfers(
      PrintStream console,
      int connections,
      int rounds,
      Duration round,
      Duration warmUp,
      List<String> names) {
    this.console = console;
    this.names = names;
    this.connections = connections;
    this.rounds = rounds;
    this.round = round;
    this.warmUp = warmUp;
  }

  void addDirect(MinioServer minio) {
    contenders.add(
        new Contender(
            "minio",
            new Api(minio.url()),
            new Place() {
              @Override
              public String put(String name) {
                return minio.signed(Http.Method.PUT, "direct/" + name);
              }

              @Override
              public String get(String name) {
                return minio.signed(Http.Method.GET, "direct/" + name);
              }
            }));
  }

  void addServer(String name, Api api) {
    String route = "/api/2.0/mlflow-artifacts/artifacts/bench/";
    contenders.add(
        new Contender(
            name,
            api,
            new Place() {
              @Override
              public String put(String file) {
                return route + file;
              }

              @Override
              public String get(String file) {
                return route + file;
              }
            }));
  }

  /** Measures; a table for people. */
  String measure() {
    StringBuilder table =
        new StringBuilder(
            "| | MinIO asked directly | Millrace | MLflow | Millrace / direct | Millrace / MLflow |\n"
                + "|---|---:|---:|---:|---:|---:|\n");
    try (LoadDriver driver = new LoadDriver(connections)) {
      if (names.contains("put-1mb")) {
        row(table, "PUT of 1 MB, /s", rates("PUT of 1 MB", this::putting, driver), "4.0");
      }
      if (names.contains("get-1mb")) {
        contenders.forEach(this::seed);
        row(table, "GET of 1 MB, /s", rates("GET of 1 MB", this::getting, driver), "4.0");
      }
    }
    if (names.contains("put-1gb")) {
      row(table, "PUT of 1 GB, MB/s", large("PUT of 1 GB", true), null);
    }
    if (names.contains("get-1gb")) {
      contenders.forEach(this::seedLarge);
      row(table, "GET of 1 GB, MB/s", large("GET of 1 GB", false), null);
    }
    return table.toString();
  }

  private interface Loading {
    Load of(Contender contender);
  }

  private Load putting(Contender contender) {
    ThreadLocal<byte[]> contents = ThreadLocal.withInitial(Transfers::content);
    return (worker, sequence) -> {
      byte[] content = contents.get();
      long number = counter.incrementAndGet();
      // No content twice: one that is there already would not be stored.
      ByteBuffer.wrap(content).putLong(number);
      contender.api().put(contender.place().put("put-" + number), content, SMALL);
    };
  }

  private void seed(Contender contender) {
    byte[] content = content();
    for (int i = 0; i < SEEDED; i++) {
      ByteBuffer.wrap(content).putLong(-i);
      contender.api().put(contender.place().put("get-" + i), content, SMALL);
    }
  }

  private void seedLarge(Contender contender) {
    contender.api().put(contender.place().put("large"), content(), LARGE);
  }

  private Load getting(Contender contender) {
    return (worker, sequence) -> {
      String name = "get-" + (worker * 7L + sequence) % SEEDED;
      requireLength(SMALL, contender.api().download(contender.place().get(name)));
    };
  }

  private static void requireLength(long expected, long received) {
    if (received != expected) {
      throw new FailedCall("answered %d of %d bytes".formatted(received, expected));
    }
  }

  /** Median rates by contender. */
  private Map<String, Double> rates(String title, Loading loading, LoadDriver driver) {
    console.printf("%n%s%n", title);
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    List<Contender> order = new ArrayList<>(contenders);
    order.forEach(c -> driver.warmUp(loading.of(c), warmUp, driver.newSequences()));
    for (int i = 1; i <= rounds; i++) {
      for (Contender contender : order) {
        Sample sample = driver.drive(loading.of(contender), round, driver.newSequences());
        rates.computeIfAbsent(contender.name(), n -> new ArrayList<>()).add(sample.rate());
        console.printf(
            "  round %d  %-8s  %,8.1f /s  p50 %7.2f ms  p99 %7.2f ms  errors %d %s%n",
            i,
            contender.name(),
            sample.rate(),
            sample.latencyMillis(0.5),
            sample.latencyMillis(0.99),
            sample.errors(),
            sample.firstError() == null ? "" : sample.firstError());
      }
      Collections.reverse(order);
    }
    return medians(rates);
  }

  /** Megabytes a second, one file at a time. */
  private Map<String, Double> large(String title, boolean put) {
    console.printf("%n%s%n", title);
    byte[] content = content();
    Map<String, List<Double>> speeds = new LinkedHashMap<>();
    List<Contender> order = new ArrayList<>(contenders);
    for (int i = 1; i <= LARGE_ROUNDS; i++) {
      for (Contender contender : order) {
        ByteBuffer.wrap(content).putLong(counter.incrementAndGet());
        String name = put ? "large-" + i : "large";
        long begin = System.nanoTime();
        if (put) {
          contender.api().put(contender.place().put(name), content, LARGE);
        } else {
          requireLength(LARGE, contender.api().download(contender.place().get(name)));
        }
        double speed = LARGE / 1e6 / ((System.nanoTime() - begin) / 1e9);
        speeds.computeIfAbsent(contender.name(), n -> new ArrayList<>()).add(speed);
        console.printf("  round %d  %-8s  %,8.1f MB/s%n", i, contender.name(), speed);
      }
      Collections.reverse(order);
    }
    return medians(speeds);
  }

  private static Map<String, Double> medians(Map<String, List<Double>> values) {
    Map<String, Double> medians = new LinkedHashMap<>();
    values.forEach(
        (name, list) -> {
          double[] sorted = list.stream().mapToDouble(Double::doubleValue).sorted().toArray();
          medians.put(name, sorted[sorted.length / 2]);
        });
    return medians;
  }

  private static void row(
      StringBuilder table, String title, Map<String, Double> values, @Nullable String timesAsked) {
    double direct = values.getOrDefault("minio", Double.NaN);
    double millrace = values.getOrDefault("millrace", Double.NaN);
    double mlflow = values.getOrDefault("mlflow", Double.NaN);
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %,.1f | %,.1f | %,.1f | %.0f %% (asked: ≥ 60 %%) | %.1f×%s |%n",
            title,
            direct,
            millrace,
            mlflow,
            100 * millrace / direct,
            millrace / mlflow,
            timesAsked == null ? "" : " (asked: ≥ " + timesAsked + "×)"));
  }

  private static byte[] content() {
    byte[] content = new byte[SMALL];
    new Random(1).nextBytes(content);
    return content;
  }
}
