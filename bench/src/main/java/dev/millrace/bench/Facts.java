package dev.millrace.bench;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.report.Comparison;
import dev.millrace.bench.report.Fact;
import dev.millrace.bench.scenario.PageSweep;
import dev.millrace.bench.scenario.Target;
import dev.millrace.bench.server.PgbenchFloor;
import dev.millrace.bench.server.ServerUnderTest;
import dev.millrace.bench.server.SharedPostgres;
import dev.millrace.bench.server.SharedPostgres.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What the bench finds beside rates: size, memory, start, pages and the floor of PostgreSQL. */
final class Facts {

  private static final String NONE = "–";
  private static final int FLOOR_SECONDS = 15;
  private static final int STARTS = 3;
  private static final Duration SETTLING = Duration.ofMinutes(3);

  private final List<Fact> facts = new ArrayList<>();

  List<Fact> list() {
    return List.copyOf(facts);
  }

  /** The most memory that each server held during the load. */
  void memory(Map<String, Long> peakBytes) {
    add(
        "resident memory under load, MB",
        peakBytes.get("mlflow"),
        peakBytes.get("millrace"),
        1e6,
        "asked: ≤ 1/3");
  }

  /** The bytes that one point of a metric takes, indexes and summaries included. */
  void pointSize(Map<String, Target> targets) {
    add(
        "bytes in PostgreSQL per metric point",
        bytesPerPoint(targets.get("mlflow")),
        bytesPerPoint(targets.get("millrace")),
        1,
        "asked: ≤ 1/2");
  }

  private static @Nullable Long bytesPerPoint(@Nullable Target target) {
    return target == null
        ? null
        : target.number(target.seeder().metricBytesQuery())
            / Math.max(1, target.number(target.seeder().metricPointsQuery()));
  }

  /**
   * From the start of the process on a database that is there to the first answer; the median of
   * three. Each starts alone: the other is stopped, and PostgreSQL is done with the load. Leaves
   * all servers stopped.
   */
  void start(List<ServerUnderTest> servers, SharedPostgres postgres)
      throws IOException, SQLException, InterruptedException {
    servers.forEach(ServerUnderTest::close);
    Map<String, List<Long>> millis = new HashMap<>();
    for (int round = 0; round < STARTS; round++) {
      for (ServerUnderTest server : servers) {
        postgres.settle(SETTLING);
        millis
            .computeIfAbsent(server.name(), name -> new ArrayList<>())
            .add(server.startAgain().toMillis());
        server.close();
      }
    }
    add(
        "first 200 on an existing database, s",
        median(millis.get("mlflow")),
        median(millis.get("millrace")),
        1000,
        "asked: ≤ 1/3");
  }

  private static @Nullable Long median(@Nullable List<Long> values) {
    return values == null ? null : values.stream().sorted().toList().get(values.size() / 2);
  }

  /** The tenth page of a sweep against the first. */
  void pages(Target millrace) {
    PageSweep sweep = PageSweep.of(millrace, 100, 10, 30);
    facts.add(
        new Fact(
            "page of 100 runs, first / tenth, ms",
            NONE,
            "%.2f / %.2f".formatted(sweep.medianMillis().get(0), sweep.medianMillis().get(9)),
            "%.2f× (asked: ≤ 1.2×)"
                .formatted(sweep.medianMillis().get(9) / sweep.medianMillis().get(0))));
  }

  /** Ours against PostgreSQL alone, inserting the same points. */
  void floor(Database database, int connections, Path work, List<Comparison> comparisons)
      throws IOException, SQLException, InterruptedException {
    double ours =
        comparisons.stream()
            .filter(c -> c.name().equals("log-batch-10"))
            .mapToDouble(Comparison::millraceRate)
            .findFirst()
            .orElse(Double.NaN);
    OptionalDouble floor = PgbenchFloor.measure(database, connections, FLOOR_SECONDS, work);
    facts.add(
        new Fact(
            "log-batch of 10 against pgbench inserting its points, /s",
            NONE,
            "%,.0f of %,.0f".formatted(ours, floor.orElse(Double.NaN)),
            "%.0f %% (asked: ≥ 35 %%)".formatted(100 * ours / floor.orElse(Double.NaN))));
  }

  private void add(
      String title, @Nullable Long mlflow, @Nullable Long millrace, double unit, String asked) {
    facts.add(
        new Fact(
            title,
            text(mlflow, unit),
            text(millrace, unit),
            mlflow == null || millrace == null
                ? NONE
                : String.format(Locale.ROOT, "%.2f× (%s)", millrace / (double) mlflow, asked)));
  }

  private static String text(@Nullable Long value, double unit) {
    return value == null ? NONE : String.format(Locale.ROOT, "%,.1f", value / unit);
  }

  static Target target(ServerUnderTest server) {
    return new Target(new Api(server.url()), server.database().dataSource(), server.seeder());
  }
}
