package dev.millrace.registry;

import static dev.millrace.registry.GateFixture.loggedModel;
import static dev.millrace.registry.GateFixture.measure;
import static dev.millrace.registry.GateFixture.newModel;
import static dev.millrace.registry.GateFixture.newRun;
import static dev.millrace.registry.GateFixture.version;
import static dev.millrace.registry.GateFixture.versionOfLogged;
import static dev.millrace.registry.RegistryApi.assertError;
import static dev.millrace.tracking.TrackingApi.ok;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The metrics of a model's versions, beside one another. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class VersionMetricsResourceTest {

  @Test
  void versionsStandNewestFirstWithTheLastLeastAndGreatestOfEachMetric() {
    String model = newModel();
    version(model, newRun(Map.of("f1", List.of(0.5, 0.9, 0.7), "loss", List.of(2.0))));
    version(model, newRun(Map.of("f1", List.of(0.8), "system/cpu", List.of(11.0))));
    version(model, newRun(Map.of("auc", List.of(Double.NaN), "system/cpu", List.of(12.0))));
    JsonPath answer = ok(metrics(model, Map.of()));
    assertThat(answer.getList("keys"))
        .isEqualTo(List.of(key("f1", 2), key("auc", 1), key("loss", 1), key("system/cpu", 2)));
    assertThat(answer.getBoolean("complete")).isTrue();
    assertThat(answer.getList("versions.version")).containsExactly("3", "2", "1");
    assertThat(answer.getList("versions[0].metrics.key")).containsExactly("auc", "system/cpu");
    assertThat(answer.getString("versions[0].metrics[0].last")).isEqualTo("NaN");
    assertThat(answer.getMap("versions[0].metrics[0]")).containsOnlyKeys("key", "last");
    assertThat(answer.getMap("versions[2].metrics[0]"))
        .isEqualTo(Map.of("key", "f1", "last", 0.7, "min", 0.5, "max", 0.9));
  }

  @Test
  void chosenVersionsAndMetricsAreToldAndWhatIsNotThereIsLeftOut() {
    String model = newModel();
    String run = newRun(Map.of("a", List.of(1.0), "b", List.of(2.0), "c", List.of(3.0)));
    IntStream.range(0, 3).forEach(i -> version(model, run));
    JsonPath answer =
        ok(
            metrics(
                model,
                Map.of(
                    "versions", List.of("1", "3", "99"),
                    "metric_keys", List.of("c", "a", "nothing"),
                    "max_keys", "2")));
    assertThat(answer.getList("versions.version")).containsExactly("3", "1");
    assertThat(answer.getList("versions[1].metrics.key")).containsExactly("a", "c");
    assertThat(answer.getList("keys")).isEqualTo(List.of(key("a", 2), key("b", 2)));
    assertThat(answer.getBoolean("complete")).isFalse();
  }

  @Test
  void withoutChosenMetricsAsManyAreToldAsAreListed() {
    String model = newModel();
    String run =
        newRun(
            IntStream.range(0, 25)
                .boxed()
                .collect(Collectors.toMap("m%02d"::formatted, i -> List.of((double) i))));
    version(model, run);
    assertThat(ok(metrics(model, Map.of())).getList("versions[0].metrics")).hasSize(25);
    JsonPath few = ok(metrics(model, Map.of("max_keys", 21)));
    assertThat(few.getList("versions[0].metrics.key")).hasSize(21).contains("m20");
    IntStream.range(1, 200).forEach(i -> version(model, run));
    JsonPath many = ok(metrics(model, Map.of()));
    assertThat(many.getList("versions")).hasSize(200);
    assertThat(many.getList("versions[199].metrics")).hasSize(20);
    assertThat(many.getList("keys")).hasSize(25);
  }

  @Test
  void whatWasMeasuredOfTheLoggedModelComesBeforeWhatWasMeasuredInItsRun() {
    String model = newModel();
    String run = newRun(Map.of("acc", List.of(0.1), "train", List.of(0.2)));
    String logged = loggedModel(run);
    String other = loggedModel(run);
    measure(run, logged, "acc", 0.9);
    measure(run, other, "acc", 0.5);
    String evaluation = newRun(Map.of());
    measure(evaluation, logged, "acc", 0.3);
    measure(evaluation, logged, "held_out", 0.4);
    measure(evaluation, other, "unrelated", 0.6);
    versionOfLogged(model, logged);
    JsonPath answer = ok(metrics(model, Map.of()));
    assertThat(lastValues(answer, 0)).isEqualTo(Map.of("acc", 0.9, "held_out", 0.4, "train", 0.2));
  }

  @Test
  void whatTheRunMeasuredOfAnotherModelIsNoMetricOfTheVersion() {
    String model = newModel();
    String run = newRun(Map.of("train", List.of(0.2)));
    String logged = loggedModel(run);
    String other = loggedModel(run);
    measure(run, other, "held_out", 0.99);
    measure(run, other, "robust", 0.98);
    measure(newRun(Map.of()), logged, "held_out", 0.4);
    versionOfLogged(model, logged);
    version(model, run);
    JsonPath answer = ok(metrics(model, Map.of()));
    assertThat(lastValues(answer, 1)).isEqualTo(Map.of("train", 0.2, "held_out", 0.4));
    assertThat(lastValues(answer, 0))
        .as("a version of the run alone")
        .isEqualTo(Map.of("train", 0.2, "held_out", 0.99, "robust", 0.98));
    assertThat(answer.getList("keys"))
        .isEqualTo(List.of(key("held_out", 2), key("train", 2), key("robust", 1)));
  }

  @Test
  void versionsWithoutMetricsAreThereToo() {
    String model = newModel();
    assertThat(ok(metrics(model, Map.of())).<Object>getList("versions")).isNull();
    version(model, newRun(Map.of()));
    JsonPath answer = ok(metrics(model, Map.of()));
    assertThat(answer.getList("versions")).isEqualTo(List.of(Map.of("version", "1")));
    assertThat(answer.getBoolean("complete")).isTrue();
  }

  @Test
  void refusesWhatNoAnswerHolds() {
    String model = newModel();
    assertError(metrics("nobody", Map.of()), 404, "RESOURCE_DOES_NOT_EXIST", "nobody");
    assertInvalid(metrics(model, Map.of("versions", "newest")), "must be an integer");
    assertInvalid(metrics(model, Map.of("max_keys", "0")), "between 1 and 1000");
    assertInvalid(metrics(model, Map.of("max_keys", "many")), "max_keys");
    assertInvalid(
        metrics(model, Map.of("versions", IntStream.rangeClosed(1, 201).boxed().toList())),
        "At most 200 versions");
    assertInvalid(
        metrics(model, Map.of("metric_keys", IntStream.rangeClosed(1, 101).boxed().toList())),
        "At most 100 metric_keys");
  }

  private static void assertInvalid(Response response, String message) {
    assertError(response, 400, "INVALID_PARAMETER_VALUE", message);
  }

  private static Response metrics(String model, Map<String, ?> query) {
    return given().queryParams(query).get("/api/millrace/v1/models/{name}/metrics", model);
  }

  private static Map<String, Object> key(String key, int versions) {
    return Map.of("key", key, "versions", versions);
  }

  private static Map<String, Object> lastValues(JsonPath answer, int version) {
    Map<String, Object> values = new HashMap<>();
    answer
        .<Map<String, Object>>getList("versions[" + version + "].metrics")
        .forEach(metric -> values.put(String.valueOf(metric.get("key")), metric.get("last")));
    return values;
  }
}
