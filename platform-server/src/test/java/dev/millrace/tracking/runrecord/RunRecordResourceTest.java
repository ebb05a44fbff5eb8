package dev.millrace.tracking.runrecord;

import static dev.millrace.tracking.TrackingApi.MODELS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.dataset;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logDataset;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.setTags;
import static dev.millrace.tracking.TrackingApi.text;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunRecordResourceTest {

  private static final String COMMIT = "0123456789012345678901234567890123456789";
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static JsonPath record(String runId) {
    return ok(get("/api/millrace/v1/runs/" + runId + "/record", Map.of()));
  }

  private static List<Map<String, String>> completeTags() {
    List<Map<String, String>> tags = new ArrayList<>();
    tags.add(text("mlflow.source.git.commit", COMMIT));
    tags.add(text("mlflow.source.git.repoURL", "https://example.com/a.git"));
    tags.add(text("mlflow.source.git.branch", "main"));
    tags.add(text("mlflow.source.git.dirty", "false"));
    tags.add(text("mlflow.user", "ada"));
    tags.add(text("millrace.code.entry_point", "train.py"));
    tags.add(text("millrace.code.directory", "."));
    tags.add(text("millrace.code.arguments", "[\"--epochs\", \"20\"]"));
    tags.add(text("millrace.environment.language", "python"));
    tags.add(text("millrace.environment.version", "3.11.4"));
    tags.add(text("millrace.environment.packages", "numpy==2.0.0\nscikit-le"));
    tags.add(text("millrace.environment.packages.1", "arn==1.5.0\n"));
    tags.add(text("millrace.hypothesis", "more epochs help"));
    tags.add(text("millrace.verdict", "they did"));
    return tags;
  }

  private static void finish(String run) {
    ok(post(RUNS + "update", Map.of("run_id", run, "status", "FINISHED", "end_time", 5)));
  }

  @Test
  void whatClientsToldIsACompleteRecord() {
    String run = newRun();
    ok(setTags(run, completeTags()));
    ok(
        post(
            RUNS + "log-batch",
            Map.of(
                "run_id", run,
                "params", List.of(text("lr", "0.1")),
                "metrics", List.of(metric("loss", 2, 1, 0), metric("loss", 1, 2, 1)))));
    ok(
        logDataset(
            run,
            dataset("penguins", "d1", "local", "{\"uri\": \"penguins.csv\"}"),
            List.of(
                text("mlflow.data.context", "training"),
                text("millrace.dataset.sha256", SHA256_OF_ABC))));
    finish(run);

    JsonPath record = record(run);
    assertThat(record.getList("missing")).isNullOrEmpty();
    assertThat(record.getString("run_id")).isEqualTo(run);
    assertThat(record.getString("user")).isEqualTo("ada");
    assertThat(record.getString("hypothesis")).isEqualTo("more epochs help");
    assertThat(record.getString("verdict")).isEqualTo("they did");
    assertThat(record.getString("code.commit")).isEqualTo(COMMIT);
    assertThat(record.getBoolean("code.dirty")).isFalse();
    assertThat(record.getList("code.arguments")).containsExactly("--epochs", "20");
    assertThat(record.getList("environment.packages.name"))
        .containsExactly("numpy", "scikit-learn");
    assertThat(record.getList("environment.packages.version")).containsExactly("2.0.0", "1.5.0");
    assertThat(record.getString("datasets[0].sha256")).isEqualTo(SHA256_OF_ABC);
    assertThat(record.getString("datasets[0].context")).isEqualTo("training");
    assertThat(record.getString("params[0].value")).isEqualTo("0.1");
    assertThat(record.getDouble("metrics[0].value")).isEqualTo(1.0);
  }

  @Test
  void whatIsMissingIsNamed() {
    String run = newRun();
    assertThat(record(run).getList("missing.field"))
        .containsExactly(
            "code.commit",
            "code.repository",
            "code.dirty",
            "code.entry_point",
            "code.arguments",
            "environment.language",
            "environment.version",
            "environment.packages",
            "status");
    ok(setTags(run, completeTags()));
    ok(
        setTags(
            run,
            List.of(
                text("mlflow.source.git.dirty", "true"),
                text("millrace.code.arguments", "[\"--token\", \"********\"]"),
                text("millrace.environment.packages.1", "arn @ file:///home/ada/x.whl"))));
    finish(run);
    assertThat(record(run).getList("missing.field"))
        .containsExactly("code.dirty", "code.arguments", "environment.packages");
    ok(setTags(run, List.of(text("millrace.code.arguments", "[null, 3"))));
    assertThat(record(run).getList("missing.field")).contains("code.arguments");
  }

  @Test
  void modelsTellTheirFilesAndTheEnvironment() {
    String experiment = newExperiment();
    String run = newRun(experiment, "trainer", 0);
    JsonPath model =
        ok(post(MODELS, Map.of("experiment_id", experiment, "name", "clf", "source_run_id", run)));
    String root =
        model.getString("model.info.artifact_uri").substring("mlflow-artifacts:/".length());
    put(root + "/data.bin", "abc");
    put(root + "/requirements.txt", "numpy==2.0.0\nscipy>=1\n");
    put(root + "/python_env.yaml", "python: 3.11.4\ndependencies:\n- -r requirements.txt\n");

    JsonPath record = record(run);
    assertThat(record.getString("models[0].model_id"))
        .isEqualTo(model.getString("model.info.model_id"));
    assertThat(record.getString("models[0].role")).isEqualTo("output");
    assertThat(record.getInt("models[0].file_count")).isEqualTo(3);
    assertThat(record.getString("models[0].files.find { it.path == 'data.bin' }.sha256"))
        .isEqualTo(SHA256_OF_ABC);
    assertThat(record.getString("environment.language")).isEqualTo("python");
    assertThat(record.getString("environment.version")).isEqualTo("3.11.4");
    assertThat(record.getList("environment.packages.name")).containsExactly("numpy");
    assertThat(record.getList("environment.files.path"))
        .containsExactlyInAnyOrder("requirements.txt", "python_env.yaml");
  }

  private static void put(String path, String content) {
    assertThat(
            given()
                .contentType("application/octet-stream")
                .body(content.getBytes(StandardCharsets.UTF_8))
                .put("/api/2.0/mlflow-artifacts/artifacts/" + path)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void unknownRunIsNotFound() {
    assertNotFound(get("/api/millrace/v1/runs/nowhere/record", Map.of()), "nowhere");
  }
}
