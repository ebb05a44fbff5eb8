package dev.millrace.tracking.lineage;

import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One dataset that very many runs read: {@code -Dmillrace.lineage.edges=1000000} makes it a
 * million. What a query touches is counted, never timed.
 */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class LineageScaleTest {

  private static final Logger LOG = Logger.getLogger(LineageScaleTest.class);
  private static final int EDGES = Integer.getInteger("millrace.lineage.edges", 100_000);
  private static final String DIGEST = "d-of-many";
  private static final String SHA256 = "ab".repeat(32);
  private static final int LIMIT = 100;

  @Inject AgroalDataSource dataSource;

  @BeforeEach
  void seed() throws SQLException {
    if (Sql.number(dataSource, "SELECT count(*) FROM datasets WHERE digest = 'd-of-many'") > 0) {
      return;
    }
    String experiment = newExperiment();
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      int patience = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, 0);
      statement.execute("SET statement_timeout = 0");
      for (String sql :
          """
          INSERT INTO datasets (experiment_id, name, digest, source_type, source)
          VALUES (%1$s, 'many', 'd-of-many', 'local', '{}');
          INSERT INTO datasets (experiment_id, name, digest, source_type, source)
          SELECT %1$s, 'other-' || i, 'd-other-' || i, 'local', '{}' FROM generate_series(1, 1000) AS i;
          INSERT INTO runs (run_id, experiment_id, run_name, user_id, status, start_time, artifact_uri)
          SELECT 'many-' || i, %1$s, 'run', '', 'FINISHED', i, 'mlflow-artifacts:/x'
          FROM generate_series(1, %2$s) AS i;
          INSERT INTO run_datasets (run_key, dataset_id)
          SELECT run_key, dataset_id FROM runs, datasets
          WHERE runs.experiment_id = %1$s AND digest = 'd-of-many';
          INSERT INTO run_dataset_tags (run_key, dataset_id, key, value)
          SELECT run_key, dataset_id, 'millrace.dataset.sha256', '%3$s' FROM run_datasets
          JOIN datasets USING (dataset_id) WHERE digest = 'd-of-many';
          INSERT INTO metric_series
            (run_key, key, model_id, dataset_name, dataset_digest, point_count, last_value,
             last_step, last_timestamp, first_value, first_step, first_timestamp)
          SELECT run_key, 'accuracy', 'm-many-' || run_key, 'many', 'd-of-many', 1, 1, 0, 0, 1, 0, 0
          FROM runs WHERE experiment_id = %1$s;
          INSERT INTO run_model_inputs (run_key, model_id)
          SELECT run_key, 'm-read-by-many' FROM runs WHERE experiment_id = %1$s;
          INSERT INTO run_model_outputs (run_key, model_id, step)
          SELECT run_key, 'm-many-' || run_key, 0 FROM runs WHERE experiment_id = %1$s;
          ANALYZE
          """
              .formatted(experiment, EDGES, SHA256)
              .split(";")) {
        statement.execute(sql);
      }
      statement.execute("RESET statement_timeout");
      connection.setNetworkTimeout(Runnable::run, patience);
    }
  }

  /** Rows that all steps of a plan produced or threw away. */
  private static long rows(JsonNode plan) {
    long loops = plan.path("Actual Loops").asLong();
    long rows =
        loops
            * (plan.path("Actual Rows").asLong()
                + plan.path("Rows Removed by Filter").asLong()
                + plan.path("Rows Removed by Join Filter").asLong());
    for (JsonNode child : plan.path("Plans")) {
      rows += rows(child);
    }
    return rows;
  }

  private long rowsTouched(String sql, Object... args) throws SQLException, IOException {
    JsonNode plan = plan(sql, args);
    assertThat(plan.path("Actual Rows").asLong()).as("it finds something: %s", plan).isPositive();
    return rows(plan);
  }

  /** Pages of the database that a statement looks at. */
  private long pagesTouched(String sql, Object... args) throws SQLException, IOException {
    JsonNode plan = plan(sql, args);
    return plan.path("Shared Hit Blocks").asLong() + plan.path("Shared Read Blocks").asLong();
  }

  private JsonNode plan(String sql, Object... args) throws SQLException, IOException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql)) {
      for (int i = 0; i < args.length; i++) {
        if (args[i] instanceof String[] texts) {
          statement.setArray(i + 1, connection.createArrayOf("text", texts));
        } else if (args[i] instanceof Long[] keys) {
          statement.setArray(i + 1, connection.createArrayOf("bigint", keys));
        } else {
          statement.setObject(i + 1, args[i]);
        }
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new ObjectMapper().readTree(row.getString(1)).path(0).path("Plan");
      }
    }
  }

  @Test
  void noStepReadsMoreRowsThanItsLimitAllows() throws SQLException, IOException {
    String[] datasets = {DIGEST};
    String[] runs = {"many-1", "many-" + EDGES / 2, "many-" + EDGES};
    String[] models = {"m-read-by-many"};
    for (Map.Entry<String, String[]> step :
        List.of(
            Map.entry(TrackingLineageStore.RUNS_THAT_READ_DATASETS, datasets),
            Map.entry(TrackingLineageStore.RUNS_MEASURED_ON_DATASETS, datasets),
            Map.entry(TrackingLineageStore.MODELS_MEASURED_ON_DATASETS, datasets),
            Map.entry(TrackingLineageStore.RUNS_THAT_READ_MODELS, models),
            Map.entry(TrackingLineageStore.MODELS_OF_RUNS, runs),
            Map.entry(TrackingLineageStore.DATASETS_THAT_RUNS_READ, runs),
            Map.entry(TrackingLineageStore.DATASETS_THAT_RUNS_MEASURED, runs),
            Map.entry(TrackingLineageStore.MODELS_THAT_RUNS_READ, runs))) {
      assertThat(rowsTouched(step.getKey(), step.getValue(), LIMIT, LIMIT))
          .as(step.getKey())
          .isLessThan(15 * LIMIT);
    }
  }

  @Test
  void pageOfRunsAndTheWholeHashReadNoMoreThanTheyAnswer() throws SQLException, IOException {
    String[] given = {DIGEST};
    assertThat(
            rowsTouched(
                DatasetUseStore.RUNS_OF_DATASETS,
                given,
                Long.MAX_VALUE,
                LIMIT,
                given,
                Long.MAX_VALUE,
                LIMIT,
                LIMIT,
                given,
                given))
        .isLessThan(30 * LIMIT);
    assertThat(rowsTouched(DatasetUseStore.DIGESTS_OF_SHA256, SHA256, LIMIT)).isLessThan(100);
    Long[] aRun = {
      Sql.number(dataSource, "SELECT run_key FROM runs WHERE run_id = 'many-" + EDGES / 2 + "'")
    };
    assertThat(rowsTouched(DatasetUseStore.MODELS_MEASURED_BY_RUNS, aRun, given, LIMIT, LIMIT))
        .isLessThan(15 * LIMIT);
  }

  /** Statistics make a planner believe that whatever is asked for, nearly all runs have it. */
  @Test
  void whatFewHaveIsNotLookedForAmongWhatManyHave() throws SQLException, IOException {
    String[] datasets = {"d-other-1", "d-other-2", "d-other-3", "d-none"};
    String[] models = {"m-none", "m-many-1", "m-many-2", "m-many-3"};
    for (Map.Entry<String, String[]> step :
        List.of(
            Map.entry(TrackingLineageStore.RUNS_THAT_READ_DATASETS, datasets),
            Map.entry(TrackingLineageStore.RUNS_MEASURED_ON_DATASETS, datasets),
            Map.entry(TrackingLineageStore.MODELS_MEASURED_ON_DATASETS, datasets),
            Map.entry(TrackingLineageStore.RUNS_THAT_READ_MODELS, models),
            Map.entry(TrackingLineageStore.RUNS_THAT_MADE_MODELS, models),
            Map.entry(TrackingLineageStore.DATASETS_THAT_MODELS_WERE_MEASURED_ON, models))) {
      assertThat(pagesTouched(step.getKey(), step.getValue(), LIMIT, LIMIT))
          .as(step.getKey())
          .isLessThan(100);
    }
    assertThat(
            pagesTouched(
                DatasetUseStore.RUNS_OF_DATASETS,
                datasets,
                Long.MAX_VALUE,
                LIMIT,
                datasets,
                Long.MAX_VALUE,
                LIMIT,
                LIMIT,
                datasets,
                datasets))
        .isLessThan(100);
  }

  @Test
  void graphOfManyIsCutAtItsLimit() {
    ok(get("/api/millrace/v1/lineage", Map.of("node", "dataset:" + DIGEST)));
    long start = System.nanoTime();
    JsonPath graph =
        ok(get("/api/millrace/v1/lineage", Map.of("node", "dataset:" + DIGEST, "limit", 500)));
    long graphMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    assertThat(graph.getList("nodes")).hasSize(500);
    assertThat(graph.getBoolean("truncated")).isTrue();
    start = System.nanoTime();
    JsonPath uses = ok(get("/api/millrace/v1/datasets/" + SHA256, Map.of()));
    long usesMillis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    assertThat(uses.getList("runs")).hasSize(100);
    assertThat(uses.getString("runs[0].run_id")).isEqualTo("many-" + EDGES);
    assertThat(uses.getString("next_page_token")).isNotNull();
    LOG.infof(
        "%d edges of each kind: 500 nodes of the lineage in %d ms, a page of the dataset in %d ms",
        EDGES, graphMillis, usesMillis);
  }
}
