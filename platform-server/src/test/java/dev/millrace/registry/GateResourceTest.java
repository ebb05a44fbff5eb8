package dev.millrace.registry;

import static dev.millrace.registry.GateFixture.champion;
import static dev.millrace.registry.GateFixture.history;
import static dev.millrace.registry.GateFixture.logModel;
import static dev.millrace.registry.GateFixture.loggedModel;
import static dev.millrace.registry.GateFixture.measure;
import static dev.millrace.registry.GateFixture.newModel;
import static dev.millrace.registry.GateFixture.newRun;
import static dev.millrace.registry.GateFixture.promote;
import static dev.millrace.registry.GateFixture.runWith;
import static dev.millrace.registry.GateFixture.setPolicy;
import static dev.millrace.registry.GateFixture.version;
import static dev.millrace.registry.GateFixture.versionOfLogged;
import static dev.millrace.registry.GateFixture.versionWith;
import static dev.millrace.registry.RegistryApi.VERSIONS;
import static dev.millrace.registry.RegistryApi.assertError;
import static dev.millrace.registry.RegistryApi.ok;
import static dev.millrace.registry.RegistryApi.patch;
import static dev.millrace.registry.RegistryApi.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.TestModels;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of gate, on versions of real runs with real models. */
@QuarkusTest
@TestProfile(GateResourceTest.PromptTraffic.class)
@QuarkusTestResource(PostgresResource.class)
class GateResourceTest {

  private static final String EXAMPLE =
      "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[5,1]]}}";

  @TempDir Path folder;
  @Inject DataSource database;

  /** Requests are counted at once. */
  public static final class PromptTraffic implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("millrace.serving.traffic-interval", "100ms");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          candidate.metrics.f1 >= 0.90                         | pass
          candidate.metrics.f1 >= 0.99                         | fail
          candidate.metrics.f1 >= champion.metrics.f1 - 0.002  | pass
          candidate.metrics.f1 > champion.metrics.f1 + 0.5     | fail
          candidate.max.f1 >= 0.97 && candidate.min.f1 < 0.6   | pass
          candidate.metrics["f1"] > 0 && candidate.version > 1 | pass
          candidate.metrics.auc >= 0.5                         | error
          has(candidate.metrics.auc) && candidate.metrics.auc > 0 | fail
          candidate.metrics.f1 / 0.0 > champion.metrics.nothing | error
          """)
  void aMetricGateIsACondition(String expression, String status) {
    String model = newModel();
    String before = versionWith(model, "f1", 0.92);
    ok(promote(model, before));
    String run = newRun(Map.of("f1", List.of(0.5, 0.97, 0.93)));
    ok(setPolicy(model, "gates:\n  - {type: metric, expression: '" + expression + "'}\n"));

    Response answer = promote(model, version(model, run));

    assertThat(answer.statusCode())
        .as(answer.asString())
        .isEqualTo(status.equals("pass") ? 200 : 422);
    assertThat(answer.jsonPath().getString("promotion.gates[0].status")).isEqualTo(status);
    assertThat(champion(model)).isEqualTo(status.equals("pass") ? "2" : "1");
    assertThat(history(model).get(0))
        .containsEntry("outcome", status.equals("pass") ? "done" : "gates_failed");
  }

  @Test
  void theEvidenceHasTheNumbersOnBothSides() {
    String model = newModel();
    ok(promote(model, versionWith(model, "f1", 0.92)));
    ok(
        setPolicy(
            model,
            "gates: [{name: no-worse, type: metric, expression: 'candidate.metrics.f1 >="
                + " champion.metrics.f1'}]"));
    Response answer = promote(model, versionWith(model, "f1", 0.91));

    assertError(answer, 422, "PROMOTION_REFUSED", "Gate 'no-worse' failed");
    Map<String, Object> gate = answer.jsonPath().getMap("promotion.gates[0]");
    assertThat(gate.get("evidence"))
        .isEqualTo(Map.of("candidate.metrics.f1", 0.91f, "champion.metrics.f1", 0.92f));
    assertThat(history(model).get(0).get("gates")).isEqualTo(List.of(gate));
    assertThat(history(model).get(0)).containsEntry("policy_revision", 1);
  }

  @Test
  void whatAnotherRunMeasuredOfTheLoggedModelCountsWhereItsOwnRunMeasuredNothing() {
    String model = newModel();
    String run = runWith("train", 0.2);
    String logged = loggedModel(run);
    measure(run, logged, "acc", 0.9);
    String evaluation = runWith("unrelated", 1);
    for (String key : List.of("acc", "train", "held_out")) {
      measure(evaluation, logged, key, 0.94);
    }
    ok(
        setPolicy(
            model,
            "gates: [{type: metric, expression: 'candidate.metrics.held_out == 0.94 &&"
                + " candidate.metrics.acc == 0.9 && candidate.metrics.train == 0.2 &&"
                + " !has(candidate.metrics.unrelated)'}]"));
    ok(promote(model, versionOfLogged(model, logged)));
  }

  @Test
  void whatTheRunMeasuredOfAnotherModelPassesNoGate() {
    String model = newModel();
    String run = newRun(Map.of());
    String logged = loggedModel(run);
    measure(run, loggedModel(run), "held_out", 0.99);
    String candidate = versionOfLogged(model, logged);
    ok(setPolicy(model, "gates: [{type: metric, expression: 'candidate.metrics.held_out > 0.9'}]"));
    assertError(promote(model, candidate), 422, "PROMOTION_REFUSED", "held_out");
    measure(newRun(Map.of()), logged, "held_out", 0.91);
    JsonPath answer = ok(promote(model, candidate));
    assertThat(answer.getMap("promotion.gates[0].evidence"))
        .isEqualTo(Map.of("candidate.metrics.held_out", 0.91f));
  }

  @Test
  void withoutAChampionTheComparisonIsAnErrorUnlessThePolicySaysWhatItIs() {
    String model = newModel();
    String first = versionWith(model, "f1", 0.9);
    String gate = "type: metric, expression: 'candidate.metrics.f1 >= champion.metrics.f1'";
    ok(setPolicy(model, "gates: [{" + gate + "}]"));
    assertError(promote(model, first), 422, "PROMOTION_REFUSED", "nothing to compare with");
    ok(setPolicy(model, "gates: [{" + gate + ", without_champion: fail}]"));
    assertError(promote(model, first), 422, "PROMOTION_REFUSED", "failed");
    ok(setPolicy(model, "gates: [{" + gate + ", without_champion: pass}]"));
    ok(promote(model, first));
    assertThat(champion(model)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{"name":"x","type":"double"},{"name":"y","type":"double"},{"name":"z","type":"long","required":false}] | pass | takes all
          [{"name":"x","type":"double"}]                             | fail | 'y' is gone
          [{"name":"x","type":"double"},{"name":"b","type":"double"}] | fail | 'b' is new and required
          [{"name":"y","type":"double"},{"name":"x","type":"double"}] | fail | another order
          [{"name":"x","type":"long"},{"name":"y","type":"double"}]   | fail | was double and is long
          """)
  void aSignatureGateWantsAllThatTheChampionTakes(String inputs, String status, String message)
      throws IOException {
    String model = newModel();
    ok(promote(model, versionOf(model, TestModels.labeller(folder.resolve("old"), "a"))));
    String candidate = versionOf(model, TestModels.labeller(folder.resolve("new"), "b", inputs));
    ok(setPolicy(model, "gates: [{type: signature}]"));

    JsonPath answer = promote(model, candidate).jsonPath();

    assertThat(answer.getString("promotion.gates[0].status")).isEqualTo(status);
    assertThat(answer.getString("promotion.gates[0].message")).contains(message);
  }

  @Test
  void aWaivedSignatureIsInTheEvidence() {
    String model = newModel();
    ok(setPolicy(model, "gates: [{type: signature, waived: 'renamed with all callers'}]"));
    JsonPath answer = ok(promote(model, versionWith(model, "f1", 1)));
    assertThat(answer.getString("promotion.gates[0].evidence.waived"))
        .isEqualTo("renamed with all callers");
  }

  @Test
  void aDataGateComparesDigests() {
    String model = newModel();
    ok(setPolicy(model, "gates: [{type: data, same_evaluation_data: true}]"));
    String bare = versionWith(model, "f1", 1);
    assertError(promote(model, bare), 422, "PROMOTION_REFUSED", "no training data is recorded");
    ok(promote(model, versionOnData(model, "train-1", "test-1")));
    assertError(
        promote(model, versionOnData(model, "train-2", "test-2")),
        422,
        "PROMOTION_REFUSED",
        "evaluated on test-2, and version 2 on test-1");
    ok(promote(model, versionOnData(model, "train-2", "test-1")));
    ok(setPolicy(model, "gates: [{type: data, max_overlap: 0.01}]"));
    assertError(
        promote(model, versionOnData(model, "train-3", "test-1")),
        422,
        "PROMOTION_REFUSED",
        "is not known");
  }

  @Test
  void predictionTestsAreReplayedByTheServingRuntime() throws IOException {
    String model = newModel();
    ok(setPolicy(model, "gates: [{type: prediction_tests}]"));
    Path good = TestModels.regressor(folder.resolve("good"));
    withTests(good, "[[-5,1]]", "[-1.0]");
    Path wrong = TestModels.regressor(folder.resolve("wrong"));
    withTests(wrong, "[[5,1]]", "[-1.0]");

    JsonPath passed = ok(promote(model, versionOf(model, good)));
    assertThat(passed.getInt("promotion.gates[0].evidence.cases")).isEqualTo(1);
    assertError(
        promote(model, versionOf(model, wrong)),
        422,
        "PROMOTION_REFUSED",
        "predictions[0] should be -1.0 and are 1.0");
    assertError(
        promote(model, versionOf(model, TestModels.regressor(folder.resolve("none")))),
        422,
        "PROMOTION_REFUSED",
        "has no file tests/predictions.json");
  }

  @Test
  void aLoadGateAsksTheInputExampleAtARate() throws IOException {
    String model = newModel();
    String gate = "{type: load, rate: 200, duration: 500ms, max_p99: %s}";
    ok(setPolicy(model, "gates: [" + gate.formatted("10s") + "]"));
    String good =
        versionOf(
            model, TestModels.withExample(TestModels.labeller(folder.resolve("a"), "a"), EXAMPLE));
    JsonPath answer = ok(promote(model, good));
    assertThat(answer.getInt("promotion.gates[0].evidence.requests")).isEqualTo(100);
    assertThat(answer.getInt("promotion.gates[0].evidence.errors")).isZero();
    assertError(
        promote(model, versionOf(model, TestModels.labeller(folder.resolve("b"), "b"))),
        422,
        "PROMOTION_REFUSED",
        "no input example");
  }

  @Test
  void aLoadGateAsksAtTheRateThatTheEndpointsOfTheAliasHad() throws Exception {
    String model = newModel();
    String good =
        versionOf(
            model, TestModels.withExample(TestModels.labeller(folder.resolve("a"), "a"), EXAMPLE));
    String gate = "gates: [{type: load, rate: recorded, duration: 500ms, max_p99: 10s%s}]";
    ok(setPolicy(model, gate.formatted("")));
    assertError(promote(model, good), 422, "PROMOTION_REFUSED", "give a 'min_rate'");
    ok(setPolicy(model, gate.formatted(", min_rate: 50")));
    assertThat(ok(promote(model, good)).getInt("promotion.gates[0].evidence.rate")).isEqualTo(50);

    ok(post("/api/millrace/v1/endpoints", Map.of("name", model, "model_name", model)));
    String ask = "/serving/" + model + "/invocations";
    Await.until("the endpoint to answer", () -> askExample(ask) == 200);
    for (int i = 1; i < 130; i++) {
      assertThat(askExample(ask)).isEqualTo(200);
    }
    // Within one minute or over the turn of one: more than 60 were in one of the two.
    String written =
        "SELECT coalesce(sum(requests), 0) FROM serving_traffic JOIN serving_endpoint"
            + " USING (endpoint_id) WHERE name = '%s'".formatted(model);
    Await.until("the requests to be written", () -> Sql.number(database, written) >= 130);
    ok(setPolicy(model, gate.formatted("")));
    String next =
        versionOf(
            model, TestModels.withExample(TestModels.labeller(folder.resolve("b"), "b"), EXAMPLE));
    assertThat(ok(promote(model, next)).getInt("promotion.gates[0].evidence.rate")).isBetween(2, 3);
  }

  private static int askExample(String path) {
    return given().contentType("application/json").body(EXAMPLE).post(path).statusCode();
  }

  @Test
  void aModelThatCannotBeServedIsAnErrorOfTheGatesThatLoadIt() throws IOException {
    String model = newModel();
    ok(setPolicy(model, "gates: [{type: environment}, {type: resources, max_memory: 10GB}]"));
    Path broken = TestModels.labeller(folder.resolve("broken"), "a");
    Files.writeString(broken.resolve("model.tribuo"), "not a model");
    JsonPath answer = promote(model, versionOf(model, broken)).jsonPath();
    assertThat(answer.getList("promotion.gates.status")).containsExactly("error", "error");
    assertThat(answer.getString("message")).contains("cannot be served");
  }

  @Test
  void resourcesAndEnvironmentHaveBounds() throws IOException {
    String model = newModel();
    Path files = TestModels.labeller(folder.resolve("a"), "a");
    Files.writeString(files.resolve("requirements.txt"), "tribuo==4.3.2\nnumpy>=1.0 # any\n");
    String candidate = versionOf(model, files);
    ok(
        setPolicy(
            model,
            """
            gates:
              - {name: fits, type: resources, max_size: 10MB, max_load_time: 1m, max_memory: 1GB}
              - {name: tiny, type: resources, max_size: 10B}
              - {type: environment}
            """));
    JsonPath answer = promote(model, candidate).jsonPath();
    assertThat(answer.getList("promotion.gates.status")).containsExactly("pass", "fail", "fail");
    assertThat(answer.getLong("promotion.gates[0].evidence.size_bytes")).isPositive();
    assertThat(answer.getString("promotion.gates[2].message"))
        .isEqualTo("'numpy>=1.0' names no exact version");
    assertThat(answer.getString("promotion.gates[2].evidence.engine")).isEqualTo("tribuo 4.3.2");
  }

  @ParameterizedTest
  @CsvSource({
    "tribuo==4.3.9, pass",
    "tribuo==3.9, pass",
    "tribuo==4.4.0, fail",
    "tribuo===5.0, fail",
    "tribuo==99999999999.0, fail",
    "numpy==9.9.9, pass"
  })
  void aModelMadeWithANewerRuntimeIsStoppedWhereThePolicySaysSo(String requirement, String status)
      throws IOException {
    String model = newModel();
    Path files = TestModels.labeller(folder.resolve("a"), "a");
    Files.writeString(files.resolve("requirements.txt"), requirement);
    ok(setPolicy(model, "gates: [{type: environment, newer_than_engine: fail}]"));

    JsonPath answer = promote(model, versionOf(model, files)).jsonPath();

    assertThat(answer.getString("promotion.gates[0].status"))
        .as(answer.getString("promotion.gates[0].message"))
        .isEqualTo(status);
    ok(setPolicy(model, "gates: [{type: environment}]"));
    assertThat(promote(model, versionOf(model, files)).statusCode()).isEqualTo(200);
  }

  @Test
  void aMetadataGateNamesAllThatIsMissing() {
    String model = newModel();
    ok(
        setPolicy(
            model,
            "gates: [{type: metadata, tags: [owner, purpose], description: true, verdict: true}]"));
    String run = runWith("f1", 1);
    String candidate = version(model, run);
    assertThat(promote(model, candidate).jsonPath().getString("promotion.gates[0].message"))
        .isEqualTo(
            "the tag 'owner' is missing; the tag 'purpose' is missing; the description is missing;"
                + " the run has no verdict on its hypothesis (tag millrace.verdict)");
    for (String tag : List.of("owner", "purpose")) {
      ok(
          post(
              VERSIONS + "set-tag",
              Map.of("name", model, "version", candidate, "key", tag, "value", "x")));
    }
    ok(
        patch(
            VERSIONS + "update",
            Map.of("name", model, "version", candidate, "description", "reads tickets")));
    ok(
        post(
            "/api/2.0/mlflow/runs/set-tag",
            Map.of("run_id", run, "key", "millrace.verdict", "value", "held")));
    ok(promote(model, candidate));
  }

  private static void withTests(Path model, String rows, String predictions) throws IOException {
    Files.createDirectories(model.resolve("tests"));
    Files.writeString(
        model.resolve("tests/predictions.json"),
        """
        {"cases": [{"name": "one", "request":
          {"dataframe_split": {"columns": ["x", "y"], "data": %s}}, "predictions": %s}]}
        """
            .formatted(rows, predictions));
  }

  private static String versionOf(String model, Path files) throws IOException {
    String run = runWith("f1", 1);
    logModel(run, files);
    return version(model, run);
  }

  private static String versionOnData(String model, String training, String test) {
    String run = runWith("f1", 1);
    ok(
        post(
            "/api/2.0/mlflow/runs/log-inputs",
            Map.of(
                "run_id",
                run,
                "datasets",
                List.of(input(training, "training"), input(test, "test")))));
    return version(model, run);
  }

  private static Map<String, Object> input(String digest, String context) {
    return Map.of(
        "tags", List.of(Map.of("key", "mlflow.data.context", "value", context)),
        "dataset",
            Map.of("name", digest, "digest", digest, "source_type", "local", "source", "{}"));
  }
}
