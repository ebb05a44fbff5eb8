package dev.millrace.serving.requestlog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.artifact.ArtifactWriter;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.serving.deployment.WorkFolders;
import dev.millrace.serving.requestlog.LoggedRequestStore.Row;
import dev.millrace.serving.requestlog.RequestExportStore.Due;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hours of kept requests in the artifact store. */
@QuarkusTest
@TestProfile(RequestExporterTest.InTarget.class)
@QuarkusTestResource(PostgresResource.class)
class RequestExporterTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final Duration OVER = Duration.ofSeconds(-1);

  /**
   * Files on their way to the store are in the build's folder, endpoints that say nothing are
   * exported, and the server does not look by itself.
   */
  public static final class InTarget implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "millrace.serving.work-dir", "target/request-export-test/work",
          "millrace.serving.request-log.export", "true",
          "millrace.serving.request-log.export-interval", "1h");
    }
  }

  @Inject RequestExporter exporter;
  @Inject RequestExportStore store;
  @Inject LoggedRequestStore requests;
  @Inject PartitionStore partitions;
  @Inject WorkFolders folders;
  @Inject RequestLogConfig config;
  @Inject DataSource dataSource;

  /** An hour of today that is over, whatever the time is. */
  private final long hour = Instant.now().toEpochMilli() / HOUR * HOUR - 3 * HOUR;

  /** An endpoint that keeps its requests; its log. */
  private long newLog(String endpoint) throws SQLException {
    return newLog(endpoint, null);
  }

  private long newLog(String endpoint, @Nullable String export) throws SQLException {
    given()
        .contentType("application/json")
        .body(Map.of("name", endpoint, "model_name", "m", "alias", "champion"))
        .post("/api/millrace/v1/endpoints")
        .then()
        .statusCode(200);
    keep(endpoint, export);
    return Sql.number(
        dataSource,
        "SELECT log_id FROM serving_request_log JOIN serving_endpoint USING (endpoint_id)"
            + " WHERE name = '"
            + endpoint
            + "'");
  }

  private static JsonPath keep(String endpoint, @Nullable String export) {
    Response answer =
        given()
            .contentType("application/json")
            .body(
                export == null
                    ? Map.of("redact", List.of("name"))
                    : Map.of("redact", List.of("name"), "export", export))
            .put(route(endpoint));
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  private void kept(long log, long at, String id) {
    partitions.ensure(PartitionKeeper.dayOf(at));
    requests.insert(
        List.of(
            new Row(
                new Entry(
                    log,
                    at,
                    UUID.randomUUID(),
                    id,
                    "primary",
                    7,
                    Protocol.MLFLOW_JSON,
                    "application/json",
                    1_500,
                    null,
                    20,
                    null,
                    null,
                    null,
                    null),
                "{\"name\":\"[redacted]\"}".getBytes(StandardCharsets.UTF_8),
                null,
                true,
                "[1]".getBytes(StandardCharsets.UTF_8),
                null)));
  }

  private static String route(String endpoint) {
    return "/api/millrace/v1/endpoints/" + endpoint + "/request-log";
  }

  private static JsonPath exports(String endpoint) {
    return given().get(route(endpoint) + "/exports").jsonPath();
  }

  private static byte[] download(String uri) {
    return given()
        .get("/api/2.0/mlflow-artifacts/artifacts/" + uri.substring("mlflow-artifacts:/".length()))
        .asByteArray();
  }

  private void lookTogether(int servers, long now) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(servers);
    try {
      List<Future<Object>> looks =
          threads.invokeAll(
              Collections.nCopies(
                  servers,
                  () -> {
                    exporter.look(now);
                    return "";
                  }));
      for (Future<Object> look : looks) {
        look.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void everyHourThatIsOverIsWrittenOnceByServersThatLookTogether() throws Exception {
    long log = newLog("exported");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      ids.add(0, "r" + i);
      kept(log, hour + i, "r" + i);
    }
    kept(log, hour + HOUR - 1, "last");
    kept(log, hour + HOUR, "next-hour");
    kept(log, hour + 2 * HOUR, "not-over");
    ids.add(0, "last");

    // The second hour is over, but may not be complete yet.
    lookTogether(6, hour + 2 * HOUR + 1);
    assertThat(exports("exported").getList("exports.window_start")).containsExactly(hour);
    lookTogether(6, hour + 2 * HOUR + Duration.ofMinutes(6).toMillis());

    JsonPath written = exports("exported");
    assertThat(written.getList("exports.window_start")).containsExactly(hour + HOUR, hour);
    assertThat(written.getList("exports.requests")).containsExactly(1, 251);
    String jsonl = written.getString("exports[1].jsonl");
    assertThat(jsonl).contains("/endpoint=exported/date=");
    JsonPath lines =
        new JsonPath(
            "["
                + new String(download(jsonl), StandardCharsets.UTF_8).strip().replace('\n', ',')
                + "]");
    assertThat(lines.getList("request_id")).isEqualTo(ids);
    assertThat(lines.getMap("[0]"))
        .containsEntry("endpoint", "exported")
        .containsEntry("body", "{\"name\":\"[redacted]\"}")
        .containsEntry("answer", "[1]")
        .containsEntry("version", "7")
        .containsEntry("redacted", true);
    byte[] parquet = download(written.getString("exports[1].parquet"));
    assertThat(new String(parquet, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
    JsonPath first =
        given().queryParam("max_results", 1).get(route("exported") + "/exports").jsonPath();
    assertThat(first.getList("exports.requests")).containsExactly(1);
    assertThat(
            given()
                .queryParam("page_token", first.getString("next_page_token"))
                .get(route("exported") + "/exports")
                .jsonPath()
                .getList("exports.requests"))
        .containsExactly(251);
    assertThat(given().get(route("gone") + "/exports").statusCode()).isEqualTo(404);
  }

  @Test
  void anEndpointHasItsHoursWrittenAsItSaysOrNot() throws Exception {
    kept(newLog("as-parquet", "PARQUET"), hour, "a");
    kept(newLog("as-jsonl", "JSONL"), hour, "a");
    long silent = newLog("not-at-all", "NONE");
    kept(silent, hour, "a");

    exporter.look(hour + 2 * HOUR);

    assertThat(exports("as-parquet").getList("exports.parquet")).hasSize(1).doesNotContainNull();
    assertThat(exports("as-parquet").getList("exports.jsonl")).containsOnlyNulls();
    assertThat(exports("as-jsonl").getList("exports.jsonl")).hasSize(1).doesNotContainNull();
    assertThat(exports("as-jsonl").getList("exports.parquet")).containsOnlyNulls();
    assertThat(exports("not-at-all").getList("exports")).isNull();

    assertThat(keep("not-at-all", "JSONL").getString("export")).isEqualTo("JSONL");
    exporter.look(hour + 2 * HOUR);
    assertThat(exports("not-at-all").getList("exports.requests")).containsExactly(1);
    assertThat(given().get(route("not-at-all")).jsonPath().getString("export")).isEqualTo("JSONL");
  }

  @Test
  void aServerThatExportsNothingByItselfWritesWhatEndpointsAskFor() throws Exception {
    long asked = newLog("asked-for", "PARQUET");
    long unsaid = newLog("unsaid");
    kept(asked, hour, "a");
    kept(unsaid, hour, "a");

    assertThat(store.findDue(hour + HOUR, false))
        .extracting(Due::logId)
        .contains(asked)
        .doesNotContain(unsaid);
  }

  @Test
  void anHourThatAKilledServerBeganIsWrittenByAnotherAndByItNoMore() throws Exception {
    long log = newLog("killed");
    kept(log, hour, "a");
    Due due = new Due(log, "killed", hour, null);
    UUID killed = UUID.randomUUID();
    assertThat(store.claim(due, hour, hour + HOUR, killed, OVER)).isTrue();
    assertThat(exports("killed").getList("exports")).isNull();

    exporter.look(hour + 2 * HOUR);

    assertThat(exports("killed").getList("exports.requests")).containsExactly(1);
    assertThat(store.finish(killed, 9, "x", "y")).isFalse();
    UUID late = UUID.randomUUID();
    assertThat(store.claim(due, hour, hour + HOUR, late, OVER)).isFalse();
  }

  /** A store of artifacts that does not work. */
  private record BrokenWriter(String failure) implements ArtifactWriter {

    @Override
    public String requireWritable(String uri) {
      return uri;
    }

    @Override
    public void write(String uri, InputStream content, long length) {
      switch (failure) {
        case "refused" -> throw MlflowException.notFound("no bucket");
        case "failed" -> throw new IllegalStateException("no store");
        default -> throw new NoClassDefFoundError("no library");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"refused", "failed", "error"})
  void anHourThatCouldNotBeWrittenIsWrittenAtTheNextLook(String failure) throws Exception {
    String endpoint = "broken-" + failure;
    kept(newLog(endpoint), hour, "a");
    new RequestExporter(store, requests, new BrokenWriter(failure), folders, config)
        .look(hour + 2 * HOUR);
    assertThat(exports(endpoint).getList("exports")).isNull();

    exporter.look(hour + 2 * HOUR);

    assertThat(exports(endpoint).getList("exports.requests")).containsExactly(1);
  }
}
