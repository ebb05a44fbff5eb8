package dev.millrace.graphql;

import static dev.millrace.tracking.TrackingApi.API;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.dataset;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logBatch;
import static dev.millrace.tracking.TrackingApi.logDataset;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers expected here are those of a stock MLflow 3.17.2 to the same questions. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class GraphQlResourceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theRunPageGetsARunWithAllThatBelongsToIt() throws IOException {
    String experiment = newExperiment();
    String run = newRun(experiment, "one", 1_700_000_000_000L);
    ok(
        logBatch(
            run,
            List.of(
                metric("loss", 0.5, 1, 1),
                metric("loss", 0.25, 2, 2),
                metric("nan", "NaN", 3, 0),
                metric("inf", "Infinity", 3, 9007199254740993L)),
            List.of(text("lr", "0.1")),
            List.of(text("k", "v"))));
    ok(
        logDataset(
            run,
            dataset("d", "g", "local", "s"),
            List.of(text("mlflow.data.context", "training"))));
    String model =
        ok(post(
                API + "logged-models",
                Map.of("experiment_id", experiment, "name", "m", "source_run_id", run)))
            .getString("model.info.model_id");
    ok(
        post(
            RUNS + "outputs",
            Map.of("run_id", run, "models", List.of(Map.of("model_id", model, "step", 3)))));
    String registered = newVersion(run);

    JsonNode answer = ask("GetRun", Map.of("data", Map.of("runId", run)));

    String name =
        ok(get(API + "experiments/get", Map.of("experiment_id", experiment)))
            .getString("experiment.name");
    JsonNode got = answer.at("/data/mlflowGetRun/run");
    assertThat(answer.get("errors").isNull()).isTrue();
    assertThat(answer.at("/data/mlflowGetRun/apiError").isNull()).isTrue();
    assertThat(got.get("info"))
        .isEqualTo(
            JSON.readTree(
                """
                {"runName": "one", "status": "RUNNING", "runUuid": "%2$s", "experimentId": "%1$s",
                 "artifactUri": "mlflow-artifacts:/%1$s/%2$s/artifacts", "endTime": "0",
                 "lifecycleStage": "active", "startTime": "1700000000000", "userId": ""}"""
                    .formatted(experiment, run)));
    assertThat(got.get("experiment").get("name").asText()).isEqualTo(name);
    assertThat(got.get("experiment").get("tags")).isEmpty();
    assertThat(got.get("experiment").get("lastUpdateTime").isTextual()).isTrue();
    assertThat(got.get("modelVersions"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"status": "READY", "version": "1", "name": "%s",
                  "source": "mlflow-artifacts:/%s/%s/artifacts/model"}]"""
                    .formatted(registered, experiment, run)));
    assertThat(byKey(got.at("/data/metrics")))
        .isEqualTo(
            byKey(
                JSON.readTree(
                    """
                    [{"key": "loss", "value": 0.25, "step": "2", "timestamp": "2"},
                     {"key": "nan", "value": null, "step": "0", "timestamp": "3"},
                     {"key": "inf", "value": 1.7976931348623157e308, "step": "9007199254740993",
                      "timestamp": "3"}]""")));
    assertThat(got.at("/data/params"))
        .isEqualTo(JSON.readTree("[{\"key\": \"lr\", \"value\": \"0.1\"}]"));
    assertThat(byKey(got.at("/data/tags"))).containsKeys("k", "mlflow.runName");
    assertThat(got.get("inputs"))
        .isEqualTo(
            JSON.readTree(
                """
                {"datasetInputs": [
                   {"dataset": {"digest": "g", "name": "d", "profile": "", "schema": "",
                                "source": "s", "sourceType": "local"},
                    "tags": [{"key": "mlflow.data.context", "value": "training"}]}],
                 "modelInputs": []}"""));
    assertThat(got.get("outputs"))
        .isEqualTo(
            JSON.readTree(
                "{\"modelOutputs\": [{\"modelId\": \"%s\", \"step\": \"3\"}]}".formatted(model)));
  }

  @Test
  void aPageOfRunsComesWithTheVersionsOfEach() throws IOException {
    String experiment = newExperiment();
    List<String> runs =
        IntStream.range(0, 3).mapToObj(i -> newRun(experiment, "r" + i, 1000 + i)).toList();
    String registered = newVersion(runs.get(1));

    JsonNode answer =
        ask(
            "SearchRuns",
            Map.of(
                "data",
                Map.of(
                    "experimentIds", List.of(experiment),
                    "runViewType", "ACTIVE_ONLY",
                    "orderBy", List.of("attributes.start_time ASC"))));

    JsonNode found = answer.at("/data/mlflowSearchRuns/runs");
    assertThat(answer.get("errors").isNull()).isTrue();
    assertThat(found.findValuesAsText("runUuid")).isEqualTo(runs);
    assertThat(found.get(0).get("modelVersions")).isEmpty();
    assertThat(found.get(1).at("/modelVersions/0/name").asText()).isEqualTo(registered);
    assertThat(found.get(1).at("/modelVersions/0/creationTimestamp").isTextual()).isTrue();
    assertThat(found.get(2).at("/experiment/experimentId").asText()).isEqualTo(experiment);
  }

  @Test
  void theChartGetsHistories() throws IOException {
    String run = newRun();
    ok(logMetrics(run, List.of(metric("loss", 0.5, 1, 1), metric("loss", "NaN", 2, 2))));

    JsonNode answer =
        ask(
            "GetMetricHistoryBulkInterval",
            Map.of("data", Map.of("runIds", List.of(run), "metricKey", "loss", "maxResults", 10)));

    assertThat(answer)
        .isEqualTo(
            JSON.readTree(
                """
                {"data": {"mlflowGetMetricHistoryBulkInterval": {
                   "__typename": "MlflowGetMetricHistoryBulkIntervalResponse",
                   "metrics": [
                     {"timestamp": "1", "step": "1", "runId": "%1$s", "key": "loss", "value": 0.5},
                     {"timestamp": "2", "step": "2", "runId": "%1$s", "key": "loss", "value": null}],
                   "apiError": null}},
                 "errors": null}"""
                    .formatted(run)));
  }

  @Test
  void theExperimentPageGetsAnExperiment() throws IOException {
    String experiment = newExperiment();
    ok(
        post(
            API + "experiments/set-experiment-tag",
            Map.of("experiment_id", experiment, "key", "team", "value", "vision")));

    JsonNode got =
        ask("MlflowGetExperimentQuery", Map.of("input", Map.of("experimentId", experiment)))
            .at("/data/mlflowGetExperiment/experiment");

    assertThat(got.get("experimentId").asText()).isEqualTo(experiment);
    assertThat(got.get("artifactLocation").asText()).isEqualTo("mlflow-artifacts:/" + experiment);
    assertThat(got.get("effectiveTraceArchivalRetention").asText()).isEmpty();
    assertThat(got.get("creationTime").isTextual()).isTrue();
    assertThat(got.get("tags"))
        .isEqualTo(JSON.readTree("[{\"key\": \"team\", \"value\": \"vision\"}]"));
  }

  @Test
  void theOtherFieldsOfTheSchemaAnswerToo() throws IOException {
    String experiment = newExperiment();
    String run = newRun(experiment, "one", 1);
    given()
        .body("hello".getBytes(StandardCharsets.UTF_8))
        .contentType("application/octet-stream")
        .put(
            "/api/2.0/mlflow-artifacts/artifacts/%s/%s/artifacts/a/b.txt"
                .formatted(experiment, run));
    String registered = newVersion(run);

    JsonNode artifacts =
        send(
            """
            {mlflowListArtifacts(input: {runId: "%s"})
              {rootUri nextPageToken files {path isDir fileSize} apiError {code}}}"""
                .formatted(run));
    assertThat(artifacts.at("/data/mlflowListArtifacts/files"))
        .isEqualTo(JSON.readTree("[{\"path\": \"a\", \"isDir\": true, \"fileSize\": \"0\"}]"));

    JsonNode versions =
        send(
            """
            {mlflowSearchModelVersions(input: {filter: "name='%s'", maxResults: 5})
              {nextPageToken modelVersions {version userId status deploymentJobState {jobId jobState}
                modelParams {name} modelMetrics {key} aliases}}}"""
                .formatted(registered));
    assertThat(versions.at("/data/mlflowSearchModelVersions/modelVersions"))
        .isEqualTo(
            JSON.readTree(
                """
                [{"version": "1", "userId": "", "status": "READY",
                  "deploymentJobState": {
                    "jobId": "", "jobState": "DEPLOYMENT_JOB_CONNECTION_STATE_UNSPECIFIED"},
                  "modelParams": [], "modelMetrics": [], "aliases": []}]"""));

    JsonNode datasets =
        send(
            """
            mutation {mlflowSearchDatasets(input: {experimentIds: ["%s"]}) {datasetSummaries {name}}}"""
                .formatted(experiment));
    assertThat(datasets.at("/data/mlflowSearchDatasets/datasetSummaries")).isEmpty();
    assertThat(send("{test(inputString: \"x\") {output}}").at("/data/test/output").asText())
        .isEqualTo("x");
  }

  @Test
  void refusalsAreTextsBesideTheData() {
    JsonNode missing = ask("GetRun", Map.of("data", Map.of("runId", "0".repeat(32))));
    assertThat(missing.at("/data/mlflowGetRun").isNull()).isTrue();
    assertThat(missing.at("/errors/0").asText())
        .isEqualTo("Run with id=" + "0".repeat(32) + " not found");

    JsonNode absent =
        ask("MlflowGetExperimentQuery", Map.of("input", Map.of("experimentId", "99999999")));
    assertThat(absent.at("/errors/0").asText()).isEqualTo("No Experiment with id=99999999 exists");

    JsonNode filter =
        ask(
            "SearchRuns",
            Map.of("data", Map.of("experimentIds", List.of("0"), "filter", "nonsense.key = 1")));
    assertThat(filter.at("/data/mlflowSearchRuns").isNull()).isTrue();
    assertThat(filter.at("/errors/0").asText()).contains("nonsense");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{nope}",
        "{mlflowGetRun {apiError {code}}}",
        "{mlflowGetExperiment(input: {experimentId: 1}) {experiment {name}}}",
        "{mlflowGetExperiment(input: {x: \"1\"}) {experiment {name}}}",
        "query A {__typename} query B {__typename}",
        "{mlflowSearchRuns(input: {runViewType: X}) {nextPageToken}}",
        "{mlflowSearchRuns(input: {experimentIds: [\"0\"], filter: \"params.a = '\\u0000'\"}) {nextPageToken}}",
        "{mlflowSearchRuns(input: {experimentIds: [\"\\u0000\"]}) {nextPageToken}}",
        "{mlflowSearchRuns(input: {experimentIds: [null]}) {nextPageToken}}",
        "{mlflowSearchModelVersions(input: {maxResults: \"x\"}) {nextPageToken}}",
        "{mlflowSearchModelVersions(input: {maxResults: 99999999999999999999}) {nextPageToken}}",
        "{mlflowListArtifacts(input: {runId: \"x\", path: \"../..\"}) {rootUri}}",
        "query A($i: MlflowGetRunInput!) {mlflowGetRun(input: $i) {apiError {code}}}"
      })
  void whatIsWrongInAQueryIsTold(String query) {
    JsonNode answer = send(query);

    assertThat(answer.get("errors")).isNotEmpty();
    assertThat(answer.at("/errors/0").asText()).isNotEmpty().doesNotContain("The server failed");
  }

  @Test
  void queriesAreBounded() {
    String eleven =
        IntStream.range(0, 11)
            .mapToObj(i -> "a" + i + ": __typename")
            .collect(Collectors.joining(" "));
    assertThat(refusal("{" + eleven + "}"))
        .startsWith("GraphQL queries should have at most 10 root fields, got 11 root fields.");
    assertThat(refusal("{test {" + eleven.replace("__typename", "output") + "}}"))
        .startsWith("GraphQL queries should have at most 10 aliases, got 11 aliases.");
    assertThat(refusal("{test {" + "output ".repeat(1001) + "}}"))
        .isEqualTo("Query exceeds maximum total selections of 1000");
    assertThat(
            refusal(
                "{__schema {types {fields {"
                    + "type {ofType {".repeat(4)
                    + "name"
                    + "}}".repeat(4)
                    + "}}}}"))
        .isEqualTo("Query exceeds maximum depth of 10");
    assertThat(
            refusal("query A {...F} fragment F on Query {test {...G}} fragment G on Test {...G}"))
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"query\": \"\"}",
        "{\"query\": \"{\"}",
        "{\"query\": 3}",
        "{\"query\": \"{__typename}\", \"variables\": \"x\"}",
        "{\"query\": \"{__typename}\", \"variables\": [1]}"
      })
  void whatIsNoQueryIsABadRequest(String body) {
    assertInvalid(post("/graphql", body), "parameter '");
  }

  @Test
  void hostileQueriesAreRefused() {
    for (String query :
        List.of(
            "{a".repeat(50_000),
            "{test(inputString: " + "[".repeat(50_000) + ")",
            "#".repeat(900_000))) {
      assertThat(post("/graphql", Map.of("query", query)).statusCode()).isEqualTo(400);
    }
    assertThat(given().contentType("text/plain").body("{}").post("/graphql").statusCode())
        .isEqualTo(400);
    assertThat(
            given()
                .contentType("application/json")
                .header("Origin", "http://evil.example")
                .body("{}")
                .post("/graphql")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aGetAsksWithItsQueryString() throws IOException {
    String query =
        "query A($i: MlflowGetExperimentInput!) {mlflowGetExperiment(input: $i) {experiment {name}}} query B {__typename}";
    Response answer =
        get(
            "/graphql",
            Map.of(
                "query",
                query,
                "variables",
                "{\"i\": {\"experimentId\": \"0\"}}",
                "operationName",
                "A"));

    assertThat(JSON.readTree(answer.asString()))
        .isEqualTo(
            JSON.readTree(
                "{\"data\": {\"mlflowGetExperiment\": {\"experiment\": {\"name\": \"Default\"}}}, \"errors\": null}"));
    assertInvalid(get("/graphql", Map.of("query", query, "variables", "nonsense")), "'variables'");
    assertInvalid(get("/graphql", Map.of()), "'query'");
  }

  private static String newVersion(String run) {
    String name = "model-" + UUID.randomUUID();
    ok(post(API + "registered-models/create", Map.of("name", name)));
    String root = ok(get(RUNS + "get", Map.of("run_id", run))).getString("run.info.artifact_uri");
    ok(
        post(
            API + "model-versions/create",
            Map.of("name", name, "source", root + "/model", "run_id", run)));
    return name;
  }

  /** One of the queries that the stock UI ships, with its operation's name. */
  private static JsonNode ask(String name, Map<String, ?> variables) {
    try (InputStream file =
        GraphQlResourceTest.class.getResourceAsStream("/graphql/" + name + ".graphql")) {
      assertThat(file).as(name).isNotNull();
      String query = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return tree(
          post("/graphql", Map.of("query", query, "operationName", name, "variables", variables)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static JsonNode send(String query) {
    return tree(post("/graphql", Map.of("query", query)));
  }

  private static String refusal(String query) {
    JsonNode answer = send(query);
    assertThat(answer.get("data").isNull()).isTrue();
    return answer.at("/errors/0").asText();
  }

  private static JsonNode tree(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    try {
      return JSON.readTree(response.asString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, JsonNode> byKey(JsonNode entries) {
    Map<String, JsonNode> found = new HashMap<>();
    entries.forEach(entry -> found.put(entry.get("key").asText(), entry));
    return found;
  }
}
