package dev.millrace.bench;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.report.Comparison;
import dev.millrace.bench.report.Fact;
import dev.millrace.bench.scenario.PageSweep;
import dev.millrace.bench.scenario.Target;
import dev.millrace.bench.server.PgbenchFloor;
import dev.millrace.bench.server.ServerUnderTest;
import dev.millrace.bench.server.SharedPostgres.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What the bench finds beside rates: size, memory, start, pages and the floor of PostgreSQL. */
final class Facts {

  private static final String NONE = "–";
  private static final int FLOOR_SECONDS = 15;

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

  /** From the start of the process on a database that is there to the first answer. */
  void start(List<ServerUnderTest> servers) throws IOException {
    Long mlflow = null;
    Long millrace = null;
    for (ServerUnderTest server : servers) {
      Duration took = server.restart();
      if (server.name().equals("mlflow")) {
        mlflow = took.toMillis();
      } else {
        millrace = took.toMillis();
      }
    }
    add("first 200 on an existing database, s", mlflow, millrace, 1000, "asked: ≤ 1/3");
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
