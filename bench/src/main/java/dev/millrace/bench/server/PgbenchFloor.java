package dev.millrace.bench.server;

import dev.millrace.bench.server.SharedPostgres.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL itself can do on this machine: {@code pgbench} inserting the ten points of a
 * log-batch into a table like {@code metric_points}, one transaction each, and nothing else.
 */
public final class PgbenchFloor {

  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

  private static final String TABLE =
      """
      CREATE TABLE floor_points (series_id bigint NOT NULL, step bigint NOT NULL,
        timestamp bigint NOT NULL, value double precision NOT NULL,
        PRIMARY KEY (series_id, step, timestamp, value));
      CREATE SEQUENCE floor_steps CACHE 100
      """;

  private static final String SCRIPT =
      """
      WITH next AS (SELECT nextval('floor_steps') AS step)
      INSERT INTO floor_points SELECT :client_id * 10 + i, step, 1700000000000 + step, 0.5 \
      FROM next, generate_series(0, 9) AS i;
      """;

  private PgbenchFloor() {}

  /** Transactions a second; empty where there is no pgbench on the PATH. */
  public static OptionalDouble measure(
      Database database, int connections, int seconds, Path directory)
      throws IOException, SQLException, InterruptedException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    Path script = Files.writeString(directory.resolve("floor.sql"), SCRIPT);
    Path output = directory.resolve("pgbench.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "pgbench",
                    "--no-vacuum",
                    "--protocol=prepared",
                    "--client=" + connections,
                    "--jobs=2",
                    "--time=" + seconds,
                    "--file=" + script,
                    "--host=" + database.host(),
                    "--port=" + database.port(),
                    "--username=" + database.user(),
                    database.name()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("PGPASSWORD", database.password());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
    process.waitFor();
    Matcher tps = TPS.matcher(Files.readString(output, StandardCharsets.UTF_8));
    return tps.find()
        ? OptionalDouble.of(Double.parseDouble(tps.group(1)))
        : OptionalDouble.empty();
  }
}
