package dev.millrace.tracking.metric;

import static dev.millrace.tracking.TrackingApi.METRICS;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class HistoryCutTest {

  /** More than all buffers between the server and a reader who waits can hold. */
  private static final int MANY = 500_000;

  @Inject DataSource dataSource;

  @TestHTTPResource("/")
  URI server;

  /** More than once: whether the end or the cut comes first must not be a matter of luck. */
  @RepeatedTest(8)
  void historyThatFailsMidwayDoesNotLookWhole() throws Exception {
    String run = longRun();
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(20_000);
      String request =
          "GET "
              + METRICS
              + "get-history?metric_key=m&run_id="
              + run
              + " HTTP/1.1\r\nHost: "
              + server.getAuthority()
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      String begin = new String(answer.readNBytes(1_000), StandardCharsets.UTF_8);
      assertThat(begin).startsWith("HTTP/1.1 200").contains("\"metrics\"");
      assertThat(endTheReadersSession()).isPositive();
      assertThat(rest(answer))
          .doesNotEndWith("0\r\n\r\n")
          .doesNotContain("]}")
          .doesNotContain("error_code");
    }
  }

  private String longRun() throws SQLException {
    String run = newRun();
    ok(logMetrics(run, List.of(metric("m", 0, 1, 1))));
    run(run);
    Sql.execute(
        dataSource,
        """
          INSERT INTO metric_points (series_id, step, timestamp, value)
          SELECT series_id, step, step, 0.5
          FROM metric_series JOIN runs USING (run_key), generate_series(2, %d) AS step
          WHERE run_id = '%s'
          """
            .formatted(MANY, run));
    return run;
  }

  /** As an administrator does, or a database that is shut down. */
  private long endTheReadersSession() throws SQLException {
    return Sql.number(
        dataSource,
        """
        SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE query LIKE '%FROM metric_points%' AND state <> 'idle'
          AND pid <> pg_backend_pid()
        """);
  }

  private static String rest(InputStream answer) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[65_536];
    try {
      for (int n = answer.read(buffer); n >= 0; n = answer.read(buffer)) {
        text.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
      }
    } catch (SocketException e) {
      // Cut off: as it should be.
    }
    return text.toString();
  }
}
