package dev.millrace.tracking.export;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.dataset;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logBatch;
import static dev.millrace.tracking.TrackingApi.logDataset;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ExportResourceTest {

  private static final String EXPORT = "/api/millrace/v1/runs/export";
  private static final int MANY = 20_000;

  @Inject AgroalDataSource dataSource;

  /** Two runs, the later first: bob with awkward texts, ann with numbers. */
  private static String fixture() {
    String experiment = newExperiment();
    log(newRun(experiment, "ann", 1), 0.5, "0.1", "-3");
    log(newRun(experiment, "bob", 2), "NaN", "a \"b\",\nc", "=1+2");
    return experiment;
  }

  private static void log(String run, Object loss, String text, String formula) {
    ok(
        logBatch(
            run,
            List.of(metric("loss", loss, 1, 1)),
            List.of(text("text", text), text("formula", formula), text("empty", "")),
            List.of()));
  }

  private static String csv(Map<String, ?> query) {
    Response response = get(EXPORT, query);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.asString();
  }

  @Test
  void csvHasAHeadingAndQuotesWhatNeedsIt() {
    assertThat(
            csv(
                Map.of(
                    "experiment_ids",
                    fixture(),
                    "columns",
                    List.of(
                        "run_name",
                        "metrics.loss",
                        "params.text",
                        "params.formula",
                        "params.empty",
                        "params.absent",
                        "end_time"))))
        .isEqualTo(
            "run_name,metrics.loss,params.text,params.formula,params.empty,params.absent,end_time\r\n"
                + "bob,NaN,\"a \"\"b\"\",\nc\",'=1+2,\"\",,\r\n"
                + "ann,0.5,0.1,-3,\"\",,\r\n");
  }

  @Test
  void exactTextsAreLeftAsTheyAre() {
    assertThat(
            csv(Map.of("experiment_ids", fixture(), "columns", "params.formula", "exact", "true")))
        .isEqualTo("params.formula\r\n=1+2\r\n-3\r\n");
  }

  @Test
  void leastAndGreatestValuesAreColumnsOfTheirOwn() throws IOException {
    String experiment = newExperiment();
    newRun(experiment, "bob", 1);
    String ann = newRun(experiment, "ann", 2);
    ok(
        logBatch(
            ann,
            List.of(
                metric("loss", 0.9, 1, 1),
                metric("loss", 0.25, 2, 2),
                metric("loss", 0.5, 3, 3),
                metric("val/a b", 7, 1, 1)),
            List.of(),
            List.of()));
    List<String> columns =
        List.of(
            "run_name",
            "metrics.loss",
            "min.metrics.loss",
            "max.metrics.loss",
            "max.metrics.val/a b");
    assertThat(csv(Map.of("experiment_ids", experiment, "columns", columns)))
        .isEqualTo(
            "run_name,metrics.loss,min.metrics.loss,max.metrics.loss,max.metrics.val/a b\r\n"
                + "ann,0.5,0.25,0.9,7.0\r\n"
                + "bob,,,,\r\n");
    List<String> lines =
        csv(Map.of(
                "experiment_ids",
                experiment,
                "format",
                "jsonl",
                "columns",
                List.of("min.metrics.loss")))
            .lines()
            .toList();
    JsonNode first = MlflowJson.mapper().readTree(lines.get(0));
    assertThat(first.path("info").path("run_name").asText()).isEqualTo("ann");
    assertThat(first.path("cells").path("min.metrics.loss").asDouble()).isEqualTo(0.25);
    assertThat(lines.get(1)).doesNotContain("cells");
  }

  @Test
  void durationsAndDatasetsAreWrittenAsTheTableShowsThem() throws IOException {
    String experiment = newExperiment();
    newRun(experiment, "still running", 1);
    String ann = newRun(experiment, "ann", 2_000);
    ok(logDataset(ann, dataset("=wine", "d1", "local", "{}"), List.of()));
    ok(
        logDataset(
            ann,
            dataset("beer", "d2", "local", "{}"),
            List.of(text("mlflow.data.context", "eval"))));
    ok(post(RUNS + "update", Map.of("run_id", ann, "status", "FINISHED", "end_time", 5_500)));
    List<String> columns =
        List.of("run_name", "duration", "dataset.name", "dataset.digest", "dataset.context");
    assertThat(csv(Map.of("experiment_ids", experiment, "columns", columns)))
        .isEqualTo(
            "run_name,duration,dataset.name,dataset.digest,dataset.context\r\n"
                + "ann,3500,\"'=wine, beer\",\"d1, d2\",\", eval\"\r\n"
                + "still running,,,,\r\n");
    List<String> lines =
        csv(Map.of("experiment_ids", experiment, "format", "jsonl", "columns", columns))
            .lines()
            .toList();
    JsonNode cells = MlflowJson.mapper().readTree(lines.get(0)).path("cells");
    assertThat(cells.path("duration").asLong()).isEqualTo(3_500);
    assertThat(cells.path("dataset.name").asText()).isEqualTo("=wine, beer");
    assertThat(lines.get(1)).doesNotContain("cells");
  }

  /** The difference of two longs may be none. */
  @Test
  void aRunMayHaveLastedLongerThanALongTells() {
    String experiment = newExperiment();
    String run = newRun(experiment, "ages", -10);
    ok(
        post(
            RUNS + "update",
            Map.of("run_id", run, "status", "FINISHED", "end_time", Long.MAX_VALUE)));
    assertThat(csv(Map.of("experiment_ids", experiment, "columns", "duration")))
        .isEqualTo("duration\r\n9223372036854775817\r\n");
  }

  @Test
  void withoutColumnsEveryKeyHasOne() {
    String experiment = fixture();
    ok(
        post(
            RUNS + "log-metric",
            Map.of(
                "run_id", newRun(experiment, "cid", 3), "key", "acc", "value", 1, "timestamp", 1)));
    assertThat(csv(Map.of("experiment_ids", experiment)).lines().findFirst())
        .contains(
            "run_id,run_name,experiment_id,user_id,status,start_time,end_time,duration,"
                + "artifact_uri,lifecycle_stage,dataset.name,dataset.digest,dataset.context,metrics.acc,metrics.loss,params.empty,params.formula,"
                + "params.text,tags.mlflow.runName");
  }

  @Test
  void filterOrderAndViewAreThoseOfASearch() {
    String experiment = fixture();
    String gone = newRun(experiment, "gone", 3);
    ok(post(RUNS + "delete", Map.of("run_id", gone)));
    Map<String, Object> body =
        Map.of(
            "experiment_ids",
            List.of(experiment),
            "filter",
            "attributes.run_name != 'bob'",
            "order_by",
            List.of("attributes.run_name ASC"),
            "run_view_type",
            "ALL",
            "columns",
            List.of("run_name"));
    assertThat(post(EXPORT, body).asString()).isEqualTo("run_name\r\nann\r\ngone\r\n");
  }

  @Test
  void jsonLinesAreTheRunsOfASearch() throws IOException {
    String experiment = fixture();
    Response response = get(EXPORT, Map.of("experiment_ids", experiment, "format", "jsonl"));
    assertThat(response.contentType()).startsWith("application/jsonl");
    JsonNode found =
        MlflowJson.mapper()
            .readTree(
                post(RUNS + "search", Map.of("experiment_ids", List.of(experiment))).asString())
            .path("runs");
    List<String> lines = response.asString().lines().toList();
    assertThat(lines).hasSize(2);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(MlflowJson.mapper().readTree(lines.get(i))).isEqualTo(found.get(i));
    }
    Response posted = post(EXPORT + "?format=jsonl", Map.of("experiment_ids", List.of(experiment)));
    assertThat(posted.asString()).isEqualTo(response.asString());
    String narrow =
        csv(
            Map.of(
                "experiment_ids",
                experiment,
                "format",
                "jsonl",
                "columns",
                List.of("metrics.loss")));
    assertThat(narrow).contains("\"loss\"").doesNotContain("formula", "mlflow.runName");
  }

  @Test
  void fileHasANameAndIsCompressedWhereAskedFor() throws IOException {
    String experiment = fixture();
    Response plain = downloaded(experiment, "identity, gzip;q=0");
    assertThat(plain.header("Content-Disposition"))
        .isEqualTo("attachment; filename=runs-" + experiment + ".csv");
    assertThat(plain.contentType()).isEqualTo("text/csv; charset=utf-8; header=present");
    assertThat(plain.header("Content-Encoding")).isNull();
    byte[] compressed = downloaded(experiment, "br;q=0.5, gzip;q=1.0").asByteArray();
    try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(plain.asString());
    }
  }

  /** As it comes, without what the test's own client would decode. */
  private static Response downloaded(String experiment, String acceptEncoding) {
    return given()
        .config(
            RestAssured.config().decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
        .header("Accept-Encoding", acceptEncoding)
        .queryParam("experiment_ids", experiment)
        .get(EXPORT);
  }

  @Test
  void whatIsWrongIsToldBeforeAnythingIsSent() {
    String experiment = fixture();
    assertInvalid(get(EXPORT, Map.of()), "'experiment_ids'");
    assertInvalid(get(EXPORT, Map.of("experiment_ids", "x")), "x");
    assertNotFound(get(EXPORT, Map.of("experiment_ids", "999999")), "999999");
    assertInvalid(
        get(EXPORT, Map.of("experiment_ids", experiment, "filter", "metrics.loss <")), "");
    assertInvalid(get(EXPORT, Map.of("experiment_ids", experiment, "order_by", "x.y.z")), "");
    assertInvalid(get(EXPORT, Map.of("experiment_ids", experiment, "columns", "loss")), "loss");
    assertInvalid(
        get(EXPORT, Map.of("experiment_ids", experiment, "columns", "dataset.source")), "source");
    assertInvalid(get(EXPORT, Map.of("experiment_ids", experiment, "format", "xls")), "format");
  }

  @Test
  void allOfManyRunsAreThereOnce() throws Exception {
    String experiment = manyRuns(10);
    Set<String> ids = new HashSet<>();
    try (BufferedReader lines = lines(open(experiment, "run_id"))) {
      assertThat(lines.readLine()).isEqualTo("run_id");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        assertThat(ids.add(line)).as(line).isTrue();
      }
    }
    assertThat(ids).hasSize(MANY);
  }

  /**
   * Rows arrive while most are unread: a lock taken after the first row keeps the rest from being
   * read, until the statement's time is over. Then the download breaks off, and does not end.
   */
  @Test
  void rowsFlowAtOnceAndAFailureMidwayCutsTheConnection() throws Exception {
    String experiment = manyRuns(4_000);
    try (BufferedReader lines = lines(open(experiment, "params.wide"));
        Connection blocker = dataSource.getConnection();
        Statement statement = blocker.createStatement()) {
      assertThat(lines.readLine()).isEqualTo("params.wide");
      assertThat(lines.readLine()).hasSize(4_000);
      blocker.setAutoCommit(false);
      statement.execute("LOCK TABLE runs IN ACCESS EXCLUSIVE MODE");
      try {
        int[] read = {1};
        assertThatExceptionOfType(IOException.class)
            .isThrownBy(
                () -> {
                  while (lines.readLine() != null) {
                    read[0]++;
                  }
                });
        assertThat(read[0]).isBetween(1, MANY - 1);
      } finally {
        blocker.rollback();
      }
    }
  }

  private static InputStream open(String experiment, String column) throws Exception {
    URI uri =
        URI.create(
            RestAssured.baseURI
                + ":"
                + RestAssured.port
                + EXPORT
                + "?experiment_ids="
                + experiment
                + "&columns="
                + column);
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private static BufferedReader lines(InputStream body) {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  private String manyRuns(int width) throws SQLException {
    String experiment = newExperiment();
    Sql.execute(
        dataSource,
        """
          WITH made AS (
            INSERT INTO runs
              (run_id, experiment_id, run_name, user_id, status, start_time, artifact_uri)
            SELECT md5('%1$s-' || i), %1$s, 'run', '', 'FINISHED', i / 7, 'mlflow-artifacts:/x/' || i
            FROM generate_series(1, %2$d) AS i
            RETURNING run_key
          )
          INSERT INTO run_params (run_key, key, value)
          SELECT run_key, 'wide', repeat('x', %3$d) FROM made
          """
            .formatted(experiment, MANY, width));
    return experiment;
  }
}
