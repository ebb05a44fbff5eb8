package dev.millrace.tracking.purge;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.MODELS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.dataset;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logBatch;
import static dev.millrace.tracking.TrackingApi.logDataset;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.run;
import static dev.millrace.tracking.TrackingApi.text;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.artifacts.LocalStoreResource;
import dev.millrace.core.data.RowSketch;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(LocalStoreResource.class)
class PurgeResourceTest {

  private static final String PURGE = "/api/millrace/v1/purge";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";

  @Inject AgroalDataSource dataSource;

  private static JsonPath purge(Map<String, ?> request) {
    JsonPath answer = ok(post(PURGE, request));
    assertThat(answer.getBoolean("done")).isTrue();
    return answer;
  }

  private static void put(String uri, String path, String content) {
    given()
        .contentType("application/octet-stream")
        .body(content.getBytes(StandardCharsets.UTF_8))
        .put(FILES + uri.substring("mlflow-artifacts:/".length()) + "/" + path)
        .then()
        .statusCode(200);
  }

  /** A run with something in every table, and two files of five bytes, one of a logged model. */
  private static String fullRun(String experiment) {
    String run = newRun(experiment, "full", 1);
    Map<String, Object> ofModel = new HashMap<>(metric("loss", 1, 1, 1));
    JsonPath model =
        ok(
            post(
                MODELS,
                Map.of(
                    "experiment_id",
                    experiment,
                    "name",
                    "net",
                    "source_run_id",
                    run,
                    "params",
                    List.of(text("depth", "3")),
                    "tags",
                    List.of(text("team", "red")))));
    String modelId = model.getString("model.info.model_id");
    ofModel.put("model_id", modelId);
    ofModel.put("dataset_name", "penguins");
    ofModel.put("dataset_digest", "d1");
    ok(
        logBatch(
            run,
            List.of(metric("loss", 1, 1, 1), metric("loss", 2, 2, 2), ofModel),
            List.of(text("lr", "0.1")),
            List.of(text("team", "red"))));
    ok(
        logDataset(
            run,
            dataset("penguins", "d1", "local", "{}"),
            List.of(text("mlflow.data.context", "train"))));
    ok(
        post(
            RUNS + "log-inputs",
            Map.of("run_id", run, "models", List.of(Map.of("model_id", modelId)))));
    ok(
        post(
            RUNS + "outputs",
            Map.of("run_id", run, "models", List.of(Map.of("model_id", modelId, "step", 1)))));
    String own = "/api/millrace/v1/runs/" + run;
    ok(post(own + "/heartbeat", Map.of()));
    byte[] rows = RowSketch.of(Long.MAX_VALUE, new long[] {1}).bytes();
    Map<String, Object> sketch =
        Map.of(
            "name", "penguins",
            "digest", "d1",
            "context", "test",
            "rows", 1,
            "row_sketch", Base64.getEncoder().encodeToString(rows));
    ok(post(own + "/dataset-sketches", Map.of("sketches", List.of(sketch))));
    ok(given().contentType("text/plain").body("epoch 1").post(own + "/log"));
    put(run(run).getString("run.info.artifact_uri"), "a/notes.txt", "12345");
    put(model.getString("model.info.artifact_uri"), "MLmodel", "54321");
    return run;
  }

  private static void delete(String experiment) {
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", experiment)));
  }

  private static void deleteRun(String run) {
    ok(post(RUNS + "delete", Map.of("run_id", run)));
  }

  @Test
  void purgedExperimentLeavesNoRowAndFreesItsName() throws SQLException {
    Map<String, Long> before = rowsOfTables();
    String name = "experiment-" + UUID.randomUUID();
    Map<String, Object> create = Map.of("name", name, "tags", List.of(text("a", "b")));
    String experiment = ok(post(EXPERIMENTS + "create", create)).getString("experiment_id");
    fullRun(experiment);
    put("mlflow-artifacts:/" + experiment, "stray.txt", "x");
    assertThat(emptyTables(before, rowsOfTables())).isEmpty();
    delete(experiment);
    Map<String, Object> request = Map.of("experiment_ids", List.of(experiment));
    Map<String, Object> dry = new HashMap<>(request);
    dry.put("dry_run", true);
    JsonPath would = purge(dry);
    assertThat(would.getBoolean("dry_run")).isTrue();
    JsonPath did = purge(request);
    for (JsonPath answer : List.of(would, did)) {
      assertThat(answer.getInt("runs")).isEqualTo(1);
      assertThat(answer.getInt("experiments")).isEqualTo(1);
      assertThat(answer.getInt("logged_models")).isEqualTo(1);
      assertThat(answer.getInt("metric_points")).isEqualTo(3);
      assertThat(answer.getInt("files")).isEqualTo(3);
      assertThat(answer.getInt("bytes")).isEqualTo(11);
      assertThat(answer.getInt("kept_files")).isZero();
    }
    Map<String, Long> after = rowsOfTables();
    // Those of other tests' runs are forgotten meanwhile; these went with the run.
    before.remove("run_heartbeats");
    after.remove("run_heartbeats");
    // A purge is itself a change of the run; notes go when they are old.
    before.remove("run_change_notes");
    after.remove("run_change_notes");
    assertThat(after).isEqualTo(before);
    assertThat(ok(post(EXPERIMENTS + "create", create)).getString("experiment_id"))
        .isNotEqualTo(experiment);
    JsonPath again = purge(request);
    assertThat(again.getInt("runs")).isZero();
    assertThat(again.getList("unknown_ids")).containsExactly(experiment);
  }

  @Test
  void purgedRunLeavesTheOthersWhole() {
    String experiment = newExperiment();
    String kept = fullRun(experiment);
    String gone = fullRun(experiment);
    deleteRun(gone);
    JsonPath answer = purge(Map.of("run_ids", List.of(gone)));
    assertThat(answer.getInt("runs")).isEqualTo(1);
    assertThat(answer.getInt("experiments")).isZero();
    assertThat(get(RUNS + "get", Map.of("run_id", gone)).statusCode()).isEqualTo(404);
    JsonPath left = run(kept);
    assertThat(left.getList("run.data.metrics")).hasSize(1);
    assertThat(left.getList("run.inputs.dataset_inputs")).hasSize(1);
    assertThat(left.getList("run.outputs.model_outputs")).hasSize(1);
    assertThat(
            ok(get("/api/2.0/mlflow/artifacts/list", Map.of("run_id", kept))).getList("files.path"))
        .containsExactly("a");
  }

  @Test
  void onlyWhatIsDeletedLongEnoughGoes() {
    String experiment = newExperiment();
    String deleted = newRun(experiment, "deleted", 1);
    String active = newRun(experiment, "active", 1);
    deleteRun(deleted);
    Map<String, Object> old =
        Map.of("older_than", "1h", "run_ids", List.of(deleted), "experiment_ids", List.of());
    assertThat(purge(old).getInt("runs")).isZero();
    assertInvalid(post(PURGE, Map.of("run_ids", List.of(deleted, active))), active);
    assertInvalid(post(PURGE, Map.of("experiment_ids", List.of(experiment))), experiment);
    assertThat(run(deleted).getString("run.info.lifecycle_stage")).isEqualTo("deleted");
    assertThat(purge(Map.of("older_than", "0s", "run_ids", List.of(deleted))).getInt("runs"))
        .isEqualTo(1);
    assertThat(run(active).getString("run.info.lifecycle_stage")).isEqualTo("active");
  }

  @Test
  void experimentWithARestoredRunStays() {
    String experiment = newExperiment();
    String run = newRun(experiment, "kept", 1);
    delete(experiment);
    ok(post(RUNS + "restore", Map.of("run_id", run)));
    JsonPath answer = purge(Map.of("experiment_ids", List.of(experiment)));
    assertThat(answer.getInt("experiments")).isZero();
    assertThat(answer.getList("remaining_experiments")).containsExactly(experiment);
    assertThat(run(run).getString("run.info.run_id")).isEqualTo(run);
  }

  @Test
  void registeredVersionsKeepTheirFiles() {
    String experiment = newExperiment();
    String run = newRun(experiment, "registered", 1);
    String root = run(run).getString("run.info.artifact_uri");
    put(root, "model/MLmodel", "12345");
    put(root, "model-old/MLmodel", "1234567");
    String model = "model-" + UUID.randomUUID();
    ok(post("/api/2.0/mlflow/registered-models/create", Map.of("name", model)));
    ok(
        post(
            "/api/2.0/mlflow/model-versions/create",
            Map.of("name", model, "source", "runs:/" + run + "/model", "run_id", run)));
    delete(experiment);
    JsonPath answer = purge(Map.of("experiment_ids", List.of(experiment)));
    assertThat(answer.getInt("experiments")).isEqualTo(1);
    assertThat(answer.getInt("files")).isEqualTo(1);
    assertThat(answer.getInt("bytes")).isEqualTo(7);
    assertThat(answer.getInt("kept_bytes")).isEqualTo(5);
    assertThat(answer.getList("kept_sources")).containsExactly(root + "/model");
    Map<String, String> version = Map.of("name", model, "version", "1");
    assertThat(
            ok(get("/api/2.0/mlflow/model-versions/get-download-uri", version))
                .getString("artifact_uri"))
        .isEqualTo(root + "/model");
    Map<String, String> file = new HashMap<>(version);
    file.put("path", "MLmodel");
    assertThat(get("/model-versions/get-artifact", file).asString()).isEqualTo("12345");
  }

  @Test
  void filesOfAnExperimentInsideARunAreNotTheRuns() {
    String outer = newExperiment();
    String run = newRun(outer, "outer", 1);
    String root = run(run).getString("run.info.artifact_uri");
    String inner =
        ok(post(
                EXPERIMENTS + "create",
                Map.of(
                    "name", "experiment-" + UUID.randomUUID(), "artifact_location", root + "/in")))
            .getString("experiment_id");
    String kept = newRun(inner, "inner", 1);
    put(run(kept).getString("run.info.artifact_uri"), "a.txt", "123");
    put(root, "b.txt", "12345");
    delete(outer);
    assertThat(purge(Map.of("experiment_ids", List.of(outer))).getInt("bytes")).isEqualTo(5);
    assertThat(
            ok(get("/api/2.0/mlflow/artifacts/list", Map.of("run_id", kept))).getList("files.path"))
        .containsExactly("a.txt");
  }

  @Test
  void locationThatNoFileCanBeStoredAtIsNoObstacle() {
    String experiment =
        ok(post(
                EXPERIMENTS + "create",
                Map.of(
                    "name",
                    "experiment-" + UUID.randomUUID(),
                    "artifact_location",
                    "mlflow-artifacts:/a\\b")))
            .getString("experiment_id");
    newRun(experiment, "r", 1);
    delete(experiment);
    JsonPath answer = purge(Map.of("experiment_ids", List.of(experiment)));
    assertThat(answer.getInt("runs")).isEqualTo(1);
    assertThat(answer.getInt("experiments")).isEqualTo(1);
  }

  /** As whoever registers a version of it does. */
  @Test
  void runThatSomeoneHoldsIsPassedOver() throws SQLException {
    String experiment = newExperiment();
    String held = newRun(experiment, "held", 1);
    String other = newRun(experiment, "other", 1);
    delete(experiment);
    Map<String, Object> request = Map.of("experiment_ids", List.of(experiment));
    try (Connection holder = dataSource.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM runs WHERE run_id = '" + held + "' FOR KEY SHARE");
      JsonPath answer = purge(request);
      assertThat(answer.getInt("runs")).isEqualTo(1);
      assertThat(answer.getList("remaining_experiments")).containsExactly(experiment);
      holder.rollback();
    }
    assertThat(get(RUNS + "get", Map.of("run_id", other)).statusCode()).isEqualTo(404);
    assertThat(run(held).getString("run.info.run_id")).isEqualTo(held);
    assertThat(purge(request).getInt("experiments")).isEqualTo(1);
  }

  @Test
  void severalPurgesAtOnceShareTheWork() throws Exception {
    String experiment = newExperiment();
    execute(
        """
        WITH made AS (
          INSERT INTO runs (run_id, experiment_id, run_name, user_id, status, start_time, artifact_uri)
          SELECT md5('%1$s-' || i), %1$s, 'run', '', 'FINISHED', i, 'mlflow-artifacts:/x/' || i
          FROM generate_series(1, 400) AS i
          RETURNING run_key
        ), series AS (
          INSERT INTO metric_series
            (run_key, key, point_count, last_value, last_step, last_timestamp, first_value,
             first_step, first_timestamp)
          SELECT run_key, 'loss', 300, 1, 300, 1, 1, 1, 1 FROM made RETURNING series_id
        )
        INSERT INTO metric_points (series_id, step, timestamp, value)
        SELECT series_id, step, 1, 1 FROM series, generate_series(1, 300) AS step
        """
            .formatted(experiment));
    delete(experiment);
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      Callable<JsonPath> call =
          () -> ok(post(PURGE, Map.of("experiment_ids", List.of(experiment))));
      long runs = 0;
      long points = 0;
      boolean gone = false;
      long deadline = System.nanoTime() + 120_000_000_000L;
      while (!gone && System.nanoTime() < deadline) {
        for (Future<JsonPath> answer : callers.invokeAll(List.of(call, call, call, call))) {
          runs += answer.get().getLong("runs");
          points += answer.get().getLong("metric_points");
          gone |= answer.get().getList("unknown_ids") != null;
        }
      }
      points += purge(Map.of("experiment_ids", List.of(experiment))).getLong("metric_points");
      assertThat(runs).isEqualTo(400);
      assertThat(points).isEqualTo(400 * 300);
      assertThat(rowsOfTables()).containsEntry("purged_series", 0L);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void badRequestsAreRefusedByName() {
    assertInvalid(post(PURGE, Map.of()), "older_than");
    assertInvalid(post(PURGE, Map.of("older_than", "soon")), "\"soon\"");
    assertInvalid(post(PURGE, Map.of("older_than", "-1d")), "\"-1d\"");
    assertInvalid(post(PURGE, Map.of("experiment_ids", List.of("x"))), "x");
    assertThat(purge(Map.of("run_ids", List.of("nowhere"))).getList("unknown_ids"))
        .containsExactly("nowhere");
  }

  /** A table that is added and refers to a run has to say what becomes of its rows. */
  @Test
  void everyTableThatRefersToSomethingPurgedIsEmptied() throws SQLException {
    assertThat(
            names(
                """
                SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
                WHERE contype = 'f' AND confdeltype <> 'c'
                  AND confrelid::regclass::text IN
                    ('runs', 'experiments', 'logged_models', 'datasets', 'run_datasets', 'metric_series')
                """))
        .containsExactlyInAnyOrder(
            "datasets",
            "experiment_tags",
            "logged_model_params",
            "logged_model_tags",
            "logged_models",
            "metric_series",
            "run_dataset_tags",
            "run_datasets",
            "run_model_inputs",
            "run_model_outputs",
            "run_params",
            "run_tags",
            "runs");
  }

  /** Tables of tracking and artifacts that nothing was added to. */
  private static List<String> emptyTables(Map<String, Long> before, Map<String, Long> after) {
    return before.keySet().stream()
        .filter(
            table ->
                // Rows of the inbox live for a moment.
                table.matches("(run|metric|dataset|logged|experiment).*|artifacts")
                    && !table.equals("metric_inbox")
                    && after.get(table).equals(before.get(table)))
        .toList();
  }

  private Map<String, Long> rowsOfTables() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (String table :
        names(
            """
            SELECT table_name FROM information_schema.tables
            WHERE table_schema = 'public' AND table_name <> 'flyway_schema_history'
            """)) {
      // Runs of other tests fall silent meanwhile, and are tagged so.
      String ours = table.equals("run_tags") ? " WHERE key <> 'millrace.stalled'" : "";
      rows.put(table, Long.valueOf(names("SELECT count(*) FROM " + table + ours).get(0)));
    }
    return rows;
  }

  private List<String> names(String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    }
  }

  private void execute(String sql) throws SQLException {
    Sql.execute(dataSource, sql);
  }
}
