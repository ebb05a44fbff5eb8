package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.newModel;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.serve;
import static dev.millrace.serving.ServingFixture.swaps;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an endpoint has of its own: batching, policies of columns, what models come up with. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class EndpointOptionsTest {

  private static final String FLOWERS =
      "[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"float32\",\"shape\":[-1,4]}}]";
  private static final int CALLERS = 8;

  @TempDir Path models;
  @Inject FakeRegistry registry;

  @Test
  void requestsOfTheSameTimeAreScoredTogetherAndEachGetsItsOwnRows() throws Exception {
    String name = serve(registry, TestModels.iris(models.resolve("iris"), "model.onnx", FLOWERS));
    List<String> bodies = new ArrayList<>();
    List<List<Double>> alone = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      String flower = "[%s,3.5,%s,0.2]".formatted(4 + i * 0.5, 1 + i);
      bodies.add("{\"inputs\":[" + flower + "]}");
      alone.add(probabilities(name, bodies.get(i)));
    }
    assertThat(alone).doesNotHaveDuplicates();
    put(name, Map.of("batching", Map.of("max_rows", 64, "max_delay_millis", 1000)));

    AtomicBoolean together = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<Set<List<Double>>>> answers = new ArrayList<>();
      for (String body : bodies) {
        answers.add(threads.submit(() -> askUntil(together, name, body)));
      }
      Await.until("requests that are scored together", () -> largestBatch(name) >= 2);
      together.set(true);
      for (int i = 0; i < CALLERS; i++) {
        List<Double> expected = alone.get(i);
        assertThat(answers.get(i).get())
            .as("the last digits of a float are another way to add it up")
            .allSatisfy(
                answer ->
                    assertThat(answer)
                        .usingElementComparator(
                            (a, b) -> Math.abs(a - b) < 1e-5 ? 0 : Double.compare(a, b))
                        .isEqualTo(expected));
      }
      assertThat(stat(name, "execution_count"))
          .as("what was scored together is one execution")
          .isLessThan(stat(name, "inference_count"))
          .isPositive();
    } finally {
      together.set(true);
      threads.shutdown();
    }
  }

  private static Set<List<Double>> askUntil(AtomicBoolean ended, String name, String body) {
    Set<List<Double>> answers = new HashSet<>();
    do {
      answers.add(probabilities(name, body));
    } while (!ended.get());
    return answers;
  }

  private static List<Double> probabilities(String name, String body) {
    Response answer = invoke(name, body);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath().getList("predictions.probabilities[0]", Double.class);
  }

  private static long stat(String name, String counter) {
    return given()
        .get("/v2/models/" + name + "/stats")
        .jsonPath()
        .getLong("model_stats[0]." + counter);
  }

  private static double largestBatch(String name) {
    String meter = "millrace_serving_batch_requests_max{endpoint=\"%s\"".formatted(name);
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(meter))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .max()
        .orElse(0);
  }

  @Test
  void columnsTooManyAndTooFewAreByPolicy() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "v1"));
    String many = "{\"dataframe_records\":[{\"x\":5,\"y\":1,\"note\":\"mine\"}]}";
    String few = "{\"dataframe_records\":[{\"x\":5}]}";
    assertThat(invoke(name, many).statusCode()).isEqualTo(400);
    assertThat(invoke(name, few).statusCode()).isEqualTo(400);
    put(name, Map.of("input", Map.of("extra_columns", "IGNORE", "missing_columns", "NULL")));
    assertThat(invoke(name, many).jsonPath().getList("predictions")).isEqualTo(List.of("v1"));
    assertThat(invoke(name, few).jsonPath().getList("predictions")).isEqualTo(List.of("v1"));
    put(name, Map.of());
    assertThat(invoke(name, many).statusCode()).isEqualTo(400);
  }

  @Test
  void aTextThatIsNotThereIsRefusedByAModelThatHasNoWordForIt() throws Exception {
    String name =
        serve(
            registry,
            TestModels.odd(
                models.resolve("1"), "echo.onnx", "[{\"name\":\"text\",\"type\":\"string\"}]"));
    put(name, Map.of("input", Map.of("missing_columns", "NULL")));
    assertThat(
            invoke(name, "{\"dataframe_records\":[{\"text\":\"a\"}]}")
                .jsonPath()
                .getString("predictions"))
        .contains("a");
    for (String none : List.of("{\"text\":null}", "{}")) {
      Response refused = invoke(name, "{\"dataframe_records\":[{\"text\":\"a\"}," + none + "]}");
      assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(400);
      assertThat(refused.jsonPath().getString("message")).contains("'text'", "row 1");
    }
  }

  @Test
  void otherTypesAreByPolicy() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "v1"));
    String texts = "{\"dataframe_records\":[{\"x\":\"5\",\"y\":true}]}";
    assertThat(invoke(name, texts).statusCode()).isEqualTo(400);
    put(name, Map.of("input", Map.of("other_types", "CONVERT")));
    assertThat(invoke(name, texts).jsonPath().getList("predictions")).isEqualTo(List.of("v1"));
    Response refused = invoke(name, texts.replace("\"5\"", "\"many\""));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("message"))
        .contains("Column 'x', row 0: expected double, got a string");
  }

  @Test
  void otherOptionsOfTheRuntimeBringTheVersionUpAnewWithoutAnOutage() throws Exception {
    String model = newModel(registry, models, 1);
    registry.move(model, "champion", 1);
    openEndpoint(model, model);
    awaitLive(model, 1);
    try (Callers callers = Callers.of(model)) {
      callers.awaitAnswerFrom(1);
      put(model, Map.of("runtime", Map.of("threads", 2)));
      Await.until(
          "the version in the place of itself",
          () -> "1".equals(swaps(model).getString("swaps[0].from_version")));
      assertThat(swaps(model).getString("swaps[0].to_version")).isEqualTo("1");
      callers.awaitAnswerFrom(1);
      assertThat(callers.failures()).isEmpty();
    }
    put(model, Map.of("runtime", Map.of("threads", 2), "max_waiting_requests", 5));
    assertThat(swaps(model).getList("swaps")).as("nothing else brings it up anew").hasSize(2);
  }

  @Test
  void anEndpointKeepsThePreviousVersionWhereTheServerKeepsNone() throws Exception {
    String model = newModel(registry, models, 2);
    registry.move(model, "champion", 1);
    openEndpoint(model, model);
    awaitLive(model, 1);
    put(model, Map.of("keep_previous", true));
    registry.move(model, "champion", 2);
    awaitLive(model, 2);
    Await.until(
        "version 1 to stand by",
        () ->
            endpoint(model)
                .getList("endpoint.deployments.state")
                .equals(List.of("READY", "STANDBY")));
    registry.move(model, "champion", 1);
    awaitLive(model, 1);
    assertThat(swaps(model).getList("swaps[0].transitions.state"))
        .as("nothing was fetched or loaded")
        .startsWith("STARTED", "READY", "SWAPPED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"batching":{"max_delay_millis":5}}              | batching.max_rows
          {"batching":{"max_rows":1}}                      | batching.max_rows
          {"batching":{"max_rows":8,"max_delay_millis":0}} | batching.max_delay_millis
          {"runtime":{"threads":0}}                        | runtime.threads
          {"runtime":{"workers":65}}                       | runtime.workers
          {"input":{"extra_columns":"KEEP"}}               | extra_columns
          {"input":{"other_types":"GUESS"}}                | other_types
          """)
  void whatCannotBeIsRefusedByItsName(String options, String field) throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "v1"));
    Response refused =
        given().contentType("application/json").body(options).put(route(name) + "/options");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("message")).contains(field);
  }

  private static void put(String name, Map<String, ?> options) {
    Response put =
        given().contentType("application/json").body(options).put(route(name) + "/options");
    assertThat(put.statusCode()).as(put.asString()).isEqualTo(200);
  }

  private static String route(String endpoint) {
    return "/api/millrace/v1/endpoints/" + endpoint;
  }
}
