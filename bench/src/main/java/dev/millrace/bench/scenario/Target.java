package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.seed.RegistrySeeder;
import dev.millrace.bench.seed.RunSeeder;
import dev.millrace.bench.seed.RunShape;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A server to measure: its API, and its database for what is to be there beforehand. */
public final class Target {

  /** Runs of the experiment that every reading scenario looks at. */
  static final int SEEDED_RUNS = 10_000;

  private final Api api;
  private final DataSource database;
  private final RunSeeder seeder;
  private @Nullable String seededExperiment;

  public Target(Api api, DataSource database, RunSeeder seeder) {
    this.api = api;
    this.database = database;
    this.seeder = seeder;
  }

  public Api api() {
    return api;
  }

  public RunSeeder seeder() {
    return seeder;
  }

  /** The experiment with {@link #SEEDED_RUNS} runs, made at the first call. */
  public String seededExperiment() {
    if (seededExperiment == null) {
      seededExperiment = newExperiment();
      seedRuns(seededExperiment, 0, SEEDED_RUNS);
    }
    return seededExperiment;
  }

  public String newExperiment() {
    return Seed.newExperiment(api);
  }

  /** Adds usual runs to an experiment, numbered from {@code first}. */
  public void seedRuns(String experimentId, int first, int count) {
    seedRuns(experimentId, first, count, RunShape.USUAL);
    seed(c -> RunSeeder.execute(c, "ANALYZE"));
  }

  /** Adds runs of a shape; the caller sees to what the planner knows, by {@link #settle}. */
  public void seedRuns(String experimentId, int first, int count, RunShape shape) {
    seed(c -> seeder.seedRuns(c, Long.parseLong(experimentId), first, count, shape));
  }

  /**
   * Adds runs that have the same metrics, {@code metric_0}, {@code metric_1}, …, with as many
   * points each.
   */
  public void seedCurves(String experimentId, int runs, int metrics, int points) {
    for (int run = 0; run < runs; run++) {
      String runId = Seed.newRun(api, experimentId, "curves-" + run, run);
      seed(
          connection -> {
            for (int metric = 0; metric < metrics; metric++) {
              seeder.seedHistory(connection, runId, "metric_" + metric, points);
            }
          });
    }
  }

  /** Leaves nothing of the seeding to do for the database. */
  public void settle() {
    seed(c -> RunSeeder.execute(c, "VACUUM ANALYZE", "CHECKPOINT"));
  }

  /** Adds registered models with so many versions each. */
  public void seedVersions(int models, int versions) {
    seed(c -> RegistrySeeder.seedVersions(c, models, versions));
  }

  /** A new run with one metric of this many points. */
  String newRunWithHistory(String experimentId, String key, int points) {
    String runId = Seed.newRun(api, experimentId, "history", 0);
    seed(
        connection -> {
          seeder.seedHistory(connection, runId, key, points);
          RunSeeder.execute(connection, "ANALYZE");
        });
    return runId;
  }

  /** Asks the database for one number. */
  public long number(String query) {
    long[] number = new long[1];
    seed(
        connection -> {
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery(query)) {
            rows.next();
            number[0] = rows.getLong(1);
          }
        });
    return number[0];
  }

  private interface Seeding {
    void on(Connection connection) throws SQLException;
  }

  private void seed(Seeding seeding) {
    try (Connection connection = database.getConnection()) {
      // Foreign keys are checked row by row otherwise, and the data is known to keep them.
      RunSeeder.execute(connection, "SET session_replication_role = replica");
      seeding.on(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("The data before the load could not be written", e);
    }
  }
}
