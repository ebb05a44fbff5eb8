package dev.millrace.serving;

import static dev.millrace.serving.RequestLogFixture.found;
import static dev.millrace.serving.RequestLogFixture.keep;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that cannot be written, and what callers notice of it: nothing. */
@QuarkusTest
@TestProfile(RequestLogOverloadTest.ShortQueue.class)
@QuarkusTestResource(PostgresResource.class)
class RequestLogOverloadTest {

  private static final int QUEUE = 10;
  private static final int ASKED = 40;
  private static final Pattern DROPPED =
      Pattern.compile("(?m)^millrace_request_log_dropped_total (\\S+)$");

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject DataSource database;

  /** As {@link ServingProfile}, with few requests that may wait. */
  public static final class ShortQueue extends ServingProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("millrace.serving.request-log.max-waiting", "" + QUEUE);
      return all;
    }
  }

  @Test
  void whileTheTableIsLockedRequestsAreAnsweredAndThoseThatFitAreKept()
      throws IOException, SQLException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    keep(name, Map.of());
    double before = dropped();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE serving_request IN ACCESS EXCLUSIVE MODE");
      for (int i = 0; i < ASKED; i++) {
        assertThat(invoke(name, "{\"inputs\":{\"x\":[5],\"y\":[1]}}").statusCode()).isEqualTo(200);
      }
      connection.rollback();
    }
    double dropped = dropped() - before;
    // One batch is with the writer, whatever was there when it took it.
    assertThat(dropped).isBetween(1.0, (double) ASKED - QUEUE);
    Await.until("the others to be kept", () -> found(name, "").size() == ASKED - dropped);
  }

  private static double dropped() {
    Matcher metric = DROPPED.matcher(given().get("/q/metrics").asString());
    assertThat(metric.find()).isTrue();
    return Double.parseDouble(metric.group(1));
  }
}
