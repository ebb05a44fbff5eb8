package dev.millrace.tracking.dataset;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.noise;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.run;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class DatasetResourceTest {

  @Test
  void datasetsAreReadBackInTheOrderTheyWereLogged() {
    String runId = newRun();
    Map<String, Object> full = new HashMap<>(dataset("wine", "d9"));
    full.put("schema", "{\"cols\":1}");
    full.put("profile", "{\"rows\":2}");
    ok(
        logInputs(
            runId,
            List.of(
                Map.of("dataset", full, "tags", List.of(text("mlflow.data.context", "train"))),
                Map.of("dataset", dataset("ants", "d1")))));
    JsonPath run = run(runId);
    assertThat(run.getList("run.inputs.dataset_inputs.dataset"))
        .isEqualTo(List.of(full, dataset("ants", "d1")));
    assertThat(run.getList("run.inputs.dataset_inputs[0].tags"))
        .isEqualTo(List.of(text("mlflow.data.context", "train")));
  }

  @Test
  void aLinkThatIsThereStaysAsItWas() {
    String runId = newRun();
    Map<String, Object> input =
        Map.of("dataset", dataset("wine", "d1"), "tags", List.of(text("k", "first")));
    ok(logInputs(runId, List.of(input)));
    ok(
        logInputs(
            runId,
            List.of(
                Map.of("dataset", dataset("wine", "d1"), "tags", List.of(text("k", "second"))))));
    ok(logInputs(runId, List.of(input, input)));
    JsonPath run = run(runId);
    assertThat(run.getList("run.inputs.dataset_inputs")).hasSize(1);
    assertThat(run.getList("run.inputs.dataset_inputs[0].tags"))
        .isEqualTo(List.of(text("k", "first")));
  }

  @Test
  void concurrentCallsForOneRunLinkEveryDatasetOnce() throws Exception {
    String runId = newRun();
    List<Map<String, Object>> inputs =
        IntStream.range(0, 40)
            .<Map<String, Object>>mapToObj(i -> Map.of("dataset", dataset("set" + i, "d")))
            .toList();
    int writers = 8;
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      List<Future<Response>> calls = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        List<Map<String, Object>> shuffled = new ArrayList<>(inputs);
        Collections.shuffle(shuffled, new Random(w));
        calls.add(
            pool.submit(
                (Callable<Response>)
                    () -> {
                      start.await();
                      return logInputs(runId, shuffled);
                    }));
      }
      for (Future<Response> call : calls) {
        ok(call.get());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(run(runId).getList("run.inputs.dataset_inputs.dataset.name"))
        .hasSize(40)
        .doesNotHaveDuplicates();
  }

  @Test
  void modelsAreLinkedToTheRunsThatReadAndMadeThem() {
    String runId = newRun();
    for (int i = 0; i < 2; i++) {
      ok(
          post(
              RUNS + "log-inputs",
              Map.of("run_id", runId, "models", List.of(Map.of("model_id", "m-in")))));
      ok(
          post(
              RUNS + "outputs",
              Map.of(
                  "run_id",
                  runId,
                  "models",
                  List.of(
                      Map.of("model_id", "m-out", "step", 1),
                      Map.of("model_id", "m-out", "step", "2")))));
    }
    JsonPath run = run(runId);
    assertThat(run.getList("run.inputs.model_inputs"))
        .isEqualTo(List.of(Map.of("model_id", "m-in")));
    assertThat(run.getList("run.outputs.model_outputs.step", Integer.class)).containsExactly(1, 2);
  }

  @Test
  void theIdOfAModelHasABound() {
    Map<String, Object> request =
        Map.of("run_id", newRun(), "models", List.of(Map.of("model_id", noise(9000))));
    for (String route : List.of("log-inputs", "outputs")) {
      assertInvalid(
          post(RUNS + route, request),
          "'models[0].model_id' exceeds the maximum length of 250 characters");
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            Map.of("name", "n", "digest", "d", "source_type", "t"),
            "Missing value for required parameter 'datasets[0].dataset.source'."),
        Arguments.of(
            Map.of("digest", "d", "source_type", "t", "source", "s"),
            "Missing value for required parameter 'datasets[0].dataset.name'."),
        Arguments.of(dataset("n".repeat(501), "d"), "'name' exceeds the maximum length of 500"),
        Arguments.of(dataset("n", "d".repeat(37)), "'digest' exceeds the maximum length of 36"),
        Arguments.of(
            Map.of("name", 5),
            "Invalid value 5 for parameter 'datasets[0].dataset.name' supplied"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aDatasetThatBreaksARuleIsRefused(Map<String, Object> dataset, String message) {
    assertInvalid(logInputs(newRun(), List.of(Map.of("dataset", dataset))), message);
  }

  @Test
  void theDatasetsOfExperimentsAreFoundOncePerContext() {
    String experiment = newExperiment();
    for (String context : List.of("train", "train", "test")) {
      ok(
          logInputs(
              newRun(experiment, "r", 1),
              List.of(
                  Map.of(
                      "dataset", dataset("wine", "d1"),
                      "tags", List.of(text("mlflow.data.context", context))))));
    }
    ok(logInputs(newRun(experiment, "r", 1), List.of(Map.of("dataset", dataset("wine", "d2")))));
    JsonPath found =
        ok(post(EXPERIMENTS + "search-datasets", Map.of("experiment_ids", List.of(experiment))));
    Map<String, String> d1 =
        Map.of("experiment_id", experiment, "name", "wine", "digest", "d1", "context", "test");
    Map<String, String> d1Train = new HashMap<>(d1);
    d1Train.put("context", "train");
    assertThat(found.getList("dataset_summaries"))
        .isEqualTo(
            List.of(
                d1, d1Train, Map.of("experiment_id", experiment, "name", "wine", "digest", "d2")));
  }

  @Test
  void aSearchNamesOneToTwentyExperiments() {
    assertInvalid(
        post(EXPERIMENTS + "search-datasets", "{}"),
        "SearchDatasets request must specify at least one experiment_id.");
    assertInvalid(
        post(
            EXPERIMENTS + "search-datasets",
            Map.of("experiment_ids", Collections.nCopies(21, "0"))),
        "SearchDatasets request cannot specify more than 20 experiment_ids. Received 21"
            + " experiment_ids.");
  }

  @Test
  void theHistoryOfModelsKeepsEveryEntry() throws Exception {
    String runId = newRun();
    int models = 60;
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<Response>> calls = new ArrayList<>();
      for (int i = 0; i < models; i++) {
        String model =
            MlflowJson.mapper()
                .writeValueAsString(
                    Map.of(
                        "run_id",
                        runId,
                        "artifact_path",
                        "model-" + i,
                        "utc_time_created",
                        "2024-01-01 00:00:00",
                        "model_uuid",
                        "0123456789abcdef0123456789abcdef",
                        "flavors",
                        Map.of("f", Map.of("config", "secret", "data", "x"))));
        calls.add(
            pool.submit(
                () -> post(RUNS + "log-model", Map.of("run_id", runId, "model_json", model))));
      }
      for (Future<Response> call : calls) {
        ok(call.get());
      }
    } finally {
      pool.shutdownNow();
    }
    String history =
        run(runId).getString("run.data.tags.find { it.key == 'mlflow.log-model.history' }.value");
    assertThat(history).hasSizeGreaterThan(8000).doesNotContain("secret");
    assertThat(paths(history)).hasSize(models).doesNotHaveDuplicates();
  }

  @Test
  void aModelForTheHistoryIsChecked() {
    String runId = newRun();
    assertInvalid(
        post(RUNS + "log-model", Map.of("run_id", runId, "model_json", "nope")),
        "Malformed model info. \n nope \n is not a valid JSON.");
    assertInvalid(
        post(RUNS + "log-model", Map.of("run_id", runId, "model_json", "{\"flavors\":{}}")),
        "Model json is missing mandatory fields: {'artifact_path', 'utc_time_created', 'run_id'}");
  }

  private static List<String> paths(String history) throws JsonProcessingException {
    return MlflowJson.mapper().readTree(history).findValuesAsText("artifact_path");
  }

  private static Response logInputs(String runId, List<? extends Map<String, ?>> datasets) {
    return post(RUNS + "log-inputs", Map.of("run_id", runId, "datasets", datasets));
  }

  private static Map<String, Object> dataset(String name, String digest) {
    return Map.of("name", name, "digest", digest, "source_type", "local", "source", "{}");
  }
}
