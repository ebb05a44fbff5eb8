package dev.millrace.lineage;

import static dev.millrace.tracking.TrackingApi.API;
import static dev.millrace.tracking.TrackingApi.MODELS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.dataset;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logDataset;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class LineageResourceTest {

  private static final String LINEAGE = "/api/millrace/v1/lineage";
  private static final String DATASETS = "/api/millrace/v1/datasets/";
  private static final String SHA256_TAG = "millrace.dataset.sha256";

  @Inject AgroalDataSource dataSource;

  private static JsonPath lineage(String node, Map<String, ?> more) {
    Map<String, Object> query = new HashMap<>(more);
    query.put("node", node);
    return ok(get(LINEAGE, query));
  }

  private static List<String> nodes(JsonPath lineage) {
    return lineage.getList("nodes.node");
  }

  /** Edges as {@code from kind(context) to}. */
  private static List<String> edges(JsonPath lineage) {
    return lineage.<Map<String, String>>getList("edges").stream()
        .map(
            edge ->
                edge.get("from")
                    + " "
                    + edge.get("kind")
                    + (edge.get("context") == null ? "" : "(" + edge.get("context") + ")")
                    + " "
                    + edge.get("to"))
        .toList();
  }

  private static String digest() {
    return UUID.randomUUID().toString().substring(0, 20);
  }

  private static void reads(String run, String digest, String context) {
    ok(
        logDataset(
            run,
            dataset("penguins", digest, "local", "{\"uri\": \"file:///penguins.csv\"}"),
            List.of(text("mlflow.data.context", context))));
  }

  private static String model(String experiment, String run) {
    return ok(post(
            MODELS,
            Map.of("experiment_id", experiment, "name", "classifier", "source_run_id", run)))
        .getString("model.info.model_id");
  }

  private static String registered() {
    String name = "registered-" + UUID.randomUUID();
    ok(post(API + "registered-models/create", Map.of("name", name)));
    return name;
  }

  private static void version(String name, Map<String, String> source) {
    Map<String, String> body = new HashMap<>(source);
    body.put("name", name);
    ok(post(API + "model-versions/create", body));
  }

  private static void alias(String name, String alias, String version) {
    ok(
        post(
            API + "registered-models/alias",
            Map.of("name", name, "alias", alias, "version", version)));
  }

  private static String endpoint(String model) {
    String name = "e-" + UUID.randomUUID();
    ok(
        post(
            "/api/millrace/v1/endpoints",
            Map.of("name", name, "model_name", model, "alias", "champion")));
    return name;
  }

  private void swapped(String endpoint, String version, String state) throws SQLException {
    Sql.execute(
        dataSource,
        """
        INSERT INTO serving_swap (endpoint_id, to_version, state, started_at, ended_at, transitions)
        SELECT endpoint_id, '%s', '%s', 1, 2, '[]' FROM serving_endpoint WHERE name = '%s'
        """
            .formatted(version, state, endpoint));
  }

  /** From one dataset to an endpoint, with every kind of thing between them. */
  private record Chain(
      String digest, String run, String model, String registered, String endpoint) {

    static Chain make() {
      String experiment = newExperiment();
      String digest = LineageResourceTest.digest();
      String run = newRun(experiment, "trainer", 0);
      reads(run, digest, "training");
      String model = LineageResourceTest.model(experiment, run);
      String registered = LineageResourceTest.registered();
      LineageResourceTest.version(
          registered, Map.of("source", "models:/" + model, "model_id", model));
      LineageResourceTest.alias(registered, "champion", "1");
      return new Chain(digest, run, model, registered, LineageResourceTest.endpoint(registered));
    }

    List<String> nodes() {
      return List.of(
          "dataset:" + digest,
          "run:" + run,
          "model:" + model,
          "version:" + registered + "/1",
          "alias:" + registered + "@champion",
          "endpoint:" + endpoint);
    }
  }

  @Test
  void whatABatchJobMadeComesFromItsDataAndItsModel() {
    Chain chain = Chain.make();
    String job = newRun(newExperiment(), "score", 0);
    String rows = digest();
    String scored = digest();
    reads(job, rows, "scoring");
    reads(job, scored, "output");
    ok(
        post(
            RUNS + "log-inputs",
            Map.of("run_id", job, "models", List.of(Map.of("model_id", chain.model())))));

    JsonPath up = lineage("dataset:" + scored, Map.of("direction", "up"));
    assertThat(edges(up))
        .contains(
            "run:" + job + " made(output) dataset:" + scored,
            "dataset:" + rows + " read(scoring) run:" + job,
            "model:" + chain.model() + " read run:" + job,
            "dataset:" + chain.digest() + " read(training) run:" + chain.run())
        .noneMatch(edge -> edge.startsWith("dataset:" + scored));
    JsonPath down = lineage("dataset:" + rows, Map.of("direction", "down"));
    assertThat(nodes(down)).containsExactly("dataset:" + rows, "run:" + job, "dataset:" + scored);
  }

  @Test
  void dataLeadsToTheEndpointAndBack() throws SQLException {
    Chain chain = Chain.make();
    swapped(chain.endpoint, "1", "SWAPPED");
    List<String> all = chain.nodes();
    List<String> edges =
        List.of(
            all.get(0) + " read(training) " + all.get(1),
            all.get(1) + " made " + all.get(2),
            all.get(2) + " registered " + all.get(3),
            all.get(3) + " named " + all.get(4),
            all.get(3) + " served(now) " + all.get(5),
            all.get(4) + " followed " + all.get(5));

    JsonPath down = lineage(all.get(0), Map.of("direction", "down"));
    assertThat(nodes(down)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(edges(down)).containsExactlyInAnyOrderElementsOf(edges);
    assertThat(down.getBoolean("truncated")).isFalse();
    assertThat(down.getList("nodes.label"))
        .contains("penguins", "trainer", "classifier", chain.registered + " v1", chain.endpoint);

    JsonPath up = lineage(all.get(5), Map.of("direction", "up"));
    assertThat(nodes(up)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(edges(up)).containsExactlyInAnyOrderElementsOf(edges);
    assertThat(up.getInt("nodes.find { it.node == '" + all.get(0) + "' }.distance")).isEqualTo(-4);

    JsonPath both = lineage(all.get(2), Map.of());
    assertThat(nodes(both)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(edges(both)).containsExactlyInAnyOrderElementsOf(edges);
    assertThat(nodes(lineage(all.get(2), Map.of("direction", "down"))))
        .doesNotContain(all.get(0), all.get(1));
  }

  @Test
  void depthAndLimitCutTheGraphAndSaySo() {
    List<String> all = Chain.make().nodes();
    JsonPath near = lineage(all.get(0), Map.of("direction", "down", "depth", 2));
    assertThat(nodes(near)).containsExactlyElementsOf(all.subList(0, 3));
    assertThat(near.getBoolean("truncated")).isTrue();
    JsonPath few = lineage(all.get(0), Map.of("direction", "down", "limit", 2));
    assertThat(nodes(few)).containsExactlyElementsOf(all.subList(0, 2));
    assertThat(few.getBoolean("truncated")).isTrue();
    JsonPath alone = lineage(all.get(0), Map.of("direction", "up"));
    assertThat(nodes(alone)).containsExactly(all.get(0));
    assertThat(alone.getBoolean("truncated")).isFalse();
  }

  @Test
  void cycleOfRunsAndModelsEnds() {
    String experiment = newExperiment();
    String first = newRun(experiment, "first", 0);
    String second = newRun(experiment, "second", 0);
    String a = model(experiment, first);
    String b = model(experiment, second);
    ok(
        post(
            RUNS + "log-inputs",
            Map.of("run_id", second, "models", List.of(Map.of("model_id", a)))));
    ok(
        post(
            RUNS + "log-inputs",
            Map.of("run_id", first, "models", List.of(Map.of("model_id", b)))));
    for (String direction : List.of("up", "down", "both")) {
      JsonPath graph = lineage("run:" + first, Map.of("direction", direction, "depth", 20));
      assertThat(nodes(graph))
          .containsExactlyInAnyOrder("run:" + first, "run:" + second, "model:" + a, "model:" + b);
      assertThat(edges(graph))
          .containsExactlyInAnyOrder(
              "run:" + first + " made model:" + a,
              "model:" + a + " read run:" + second,
              "run:" + second + " made model:" + b,
              "model:" + b + " read run:" + first);
      assertThat(graph.getBoolean("truncated")).isFalse();
    }
  }

  @Test
  void metricOfAModelOnADatasetIsAnEvaluation() {
    String experiment = newExperiment();
    String digest = digest();
    String maker = newRun(experiment, "maker", 0);
    String judge = newRun(experiment, "judge", 0);
    String model = model(experiment, maker);
    ok(
        post(
            RUNS + "log-metric",
            Map.of(
                "run_id",
                judge,
                "key",
                "accuracy",
                "value",
                0.9,
                "timestamp",
                1,
                "step",
                0,
                "model_id",
                model,
                "dataset_name",
                "held-out",
                "dataset_digest",
                digest)));
    JsonPath down = lineage("dataset:" + digest, Map.of("direction", "down"));
    assertThat(edges(down))
        .containsExactlyInAnyOrder(
            "dataset:" + digest + " evaluated(evaluation) run:" + judge,
            "dataset:" + digest + " evaluated(evaluation) model:" + model);
    assertThat(edges(lineage("model:" + model, Map.of("direction", "up"))))
        .containsExactlyInAnyOrder(
            "dataset:" + digest + " evaluated(evaluation) model:" + model,
            "run:" + maker + " made model:" + model);
    JsonPath uses = ok(get(DATASETS + digest, Map.of()));
    assertThat(uses.getList("runs.run_id")).containsExactly(judge);
    assertThat(uses.getString("models[0].model_id")).isEqualTo(model);
    assertThat(uses.getList("models[0].contexts")).containsExactly("evaluation");
  }

  @Test
  void versionMadeStraightFromARunHangsOnTheRun() {
    String run = newRun();
    String name = registered();
    version(name, Map.of("source", "runs:/" + run + "/model", "run_id", run));
    assertThat(edges(lineage("run:" + run, Map.of())))
        .containsExactly("run:" + run + " registered version:" + name + "/1");
    assertThat(edges(lineage("version:" + name + "/1", Map.of())))
        .containsExactly("run:" + run + " registered version:" + name + "/1");
  }

  @Test
  void onlyAVersionThatTookTrafficServed() throws SQLException {
    String run = newRun();
    String name = registered();
    for (int i = 0; i < 3; i++) {
      version(name, Map.of("source", "runs:/" + run + "/model", "run_id", run));
    }
    String endpoint = endpoint(name);
    swapped(endpoint, "1", "FREED");
    swapped(endpoint, "2", "SWAPPED");
    swapped(endpoint, "3", "FAILED");
    assertThat(edges(lineage("endpoint:" + endpoint, Map.of("direction", "up", "depth", 1))))
        .containsExactlyInAnyOrder(
            "version:" + name + "/1 served(earlier) endpoint:" + endpoint,
            "version:" + name + "/2 served(now) endpoint:" + endpoint,
            "alias:" + name + "@champion followed endpoint:" + endpoint);
    assertThat(nodes(lineage("version:" + name + "/3", Map.of("direction", "down"))))
        .containsExactly("version:" + name + "/3");
  }

  @Test
  void datasetTellsWhoSawItInWhichContext() throws SQLException {
    Chain chain = Chain.make();
    swapped(chain.endpoint, "1", "SWAPPED");
    String tester = newRun();
    reads(tester, chain.digest, "test");
    JsonPath uses = ok(get(DATASETS + chain.digest, Map.of()));
    assertThat(uses.getString("digest")).isEqualTo(chain.digest);
    assertThat(uses.getList("datasets.name")).containsExactly("penguins", "penguins");
    assertThat(uses.getString("datasets[0].source")).contains("penguins.csv");
    assertThat(uses.getList("runs.run_id")).containsExactly(tester, chain.run);
    assertThat(uses.getList("runs[0].contexts")).containsExactly("test");
    assertThat(uses.getList("runs[1].contexts")).containsExactly("training");
    assertThat(uses.getList("models.model_id")).containsExactly(chain.model);
    assertThat(uses.getList("models[0].contexts")).containsExactly("training");
    assertThat(uses.getList("versions.name")).containsExactly(chain.registered);
    assertThat(uses.getString("versions[0].version")).isEqualTo("1");
    assertThat(uses.getList("versions[0].contexts")).containsExactly("training");
    assertThat(uses.getList("endpoints.name")).containsExactly(chain.endpoint);
    assertThat(uses.getBoolean("endpoints[0].serves_now")).isTrue();
    assertThat(uses.getList("endpoints[0].contexts")).containsExactly("training");
    assertThat(uses.getBoolean("truncated")).isFalse();
    assertThat(uses.getString("next_page_token")).isNull();
  }

  @Test
  void pagesOfRunsMissNoneAndRepeatNone() {
    String experiment = newExperiment();
    String digest = digest();
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String run = newRun(experiment, "run-" + i, 0);
      reads(run, digest, "training");
      newestFirst.add(0, run);
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonPath page = ok(get(DATASETS + digest, Map.of("max_results", 2, "page_token", token)));
      assertThat(page.getList("runs").size()).isLessThanOrEqualTo(2);
      seen.addAll(page.getList("runs.run_id"));
      token = page.getString("next_page_token");
    } while (token != null);
    assertThat(seen).isEqualTo(newestFirst);
  }

  @Test
  void wholeHashFindsWhatTheDigestIsAPartOf() {
    String sha256 = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    String run = newRun();
    ok(
        logDataset(
            run,
            dataset("penguins", sha256.substring(0, 32), "local", "{}"),
            List.of(text(SHA256_TAG, sha256), text("mlflow.data.context", "validation"))));
    JsonPath uses = ok(get(DATASETS + sha256, Map.of()));
    assertThat(uses.getList("runs.run_id")).containsExactly(run);
    assertThat(uses.getString("datasets[0].digest")).isEqualTo(sha256.substring(0, 32));
    assertThat(uses.getString("datasets[0].sha256")).isEqualTo(sha256);
    assertThat(nodes(lineage("dataset:" + sha256, Map.of())))
        .containsExactly("dataset:" + sha256.substring(0, 32), "run:" + run);
  }
}
