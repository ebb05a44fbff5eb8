package dev.millrace.serving;

import static dev.millrace.serving.RequestLogFixture.CSV;
import static dev.millrace.serving.RequestLogFixture.ID;
import static dev.millrace.serving.RequestLogFixture.JSON;
import static dev.millrace.serving.RequestLogFixture.askBinary;
import static dev.millrace.serving.RequestLogFixture.askTensors;
import static dev.millrace.serving.RequestLogFixture.asked;
import static dev.millrace.serving.RequestLogFixture.awaitKept;
import static dev.millrace.serving.RequestLogFixture.entry;
import static dev.millrace.serving.RequestLogFixture.keep;
import static dev.millrace.serving.RequestLogFixture.route;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.batch.ParquetTable;
import dev.millrace.batch.ParquetTable.Column;
import dev.millrace.batch.ParquetTable.Kind;
import dev.millrace.serving.deployment.CandidateLoader;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that were kept, answered once more by any version. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class ReplayTest {

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject CandidateLoader loader;

  @Test
  void theVersionThatAnsweredAnswersTheSameInEveryProtocol() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    askEverything(name);
    JsonPath report = replay(name, Map.of("version", "1"));
    assertThat(report.getList("requests.outcome")).as(report.prettify()).containsOnly("SAME");
    assertThat(report.getInt("same")).isEqualTo(5);
    assertThat(report.getInt("different") + report.getInt("skipped")).isZero();
    assertThat(report.getDouble("largest_difference")).isZero();
    assertThat(report.getList("requests.request_id"))
        .containsExactly("refused", "binary", "v2", "csv", "json");
    assertThat(report.getString("requests[0].before_error")).isEqualTo("INVALID_PARAMETER_VALUE");
    assertThat(report.getString("requests[0].after_error"))
        .isEqualTo("INVALID_PARAMETER_VALUE: Column 'y' is missing. The model takes: x, y.");
  }

  @Test
  void parquetIsAnsweredAndIsKeptAsTheJsonThatIsAnsweredTheSame() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    keep(name, Map.of());
    Path file = models.resolve("rows.parquet");
    try (ParquetTable table =
        new ParquetTable(file, List.of(new Column("y", Kind.LONG), new Column("x", Kind.DOUBLE)))) {
      table.add(1L, -5.0);
      table.add(1L, 5.0);
    }
    byte[] whole = Files.readAllBytes(file);
    Response answer = askParquet(name, "parquet", whole);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("predictions")).isEqualTo(List.of("low", "high"));
    Response refused = askParquet(name, "broken", Arrays.copyOf(whole, whole.length - 9));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("error_code")).isEqualTo("BAD_REQUEST");
    assertThat(refused.jsonPath().getString("message"))
        .isEqualTo("The body is no Parquet that can be read.");
    awaitKept(name, 2);
    assertThat(entry(name, "parquet").getString("body"))
        .isEqualTo("{\"dataframe_split\":{\"columns\":[\"y\",\"x\"],\"data\":[[1,-5.0],[1,5.0]]}}");
    JsonPath report = replay(name, Map.of("version", "1"));
    assertThat(report.getString("requests.find { it.request_id == 'parquet' }.outcome"))
        .as(report.prettify())
        .isEqualTo("SAME");
  }

  private static Response askParquet(String name, String id, byte[] body) {
    return given()
        .contentType("application/vnd.apache.parquet")
        .header(ID, id)
        .body(body)
        .post("/serving/" + name + "/invocations");
  }

  @Test
  void aVersionThatIsNotAtWorkIsLoadedAskedAndLetGo() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    registry.register(name, 2, TestModels.classifier(models.resolve("2"), "low", "higher"));
    askEverything(name);
    final int before = loader.loadedModels();
    JsonPath report = replay(name, Map.of("version", "2"));
    assertThat(report.getMap("requests.find { it.request_id == 'json' }"))
        .containsEntry("outcome", "DIFFERENT")
        .containsEntry("version", "1")
        .containsEntry("reason", "predictions[0] should be \"high\" and are \"higher\"")
        .containsEntry("before", "{\"predictions\":[\"high\"]}")
        .containsEntry("after", "{\"predictions\":[\"higher\"]}");
    assertThat(report.getList("requests.findAll { it.outcome == 'DIFFERENT' }.request_id"))
        .containsExactly("v2", "json");
    assertThat(report.getList("requests.findAll { it.outcome == 'SAME' }.request_id"))
        .containsExactly("refused", "binary", "csv");
    Await.until("the version to be let go", () -> loader.loadedModels() == before);
  }

  @Test
  void theRulesOfModelAndEndpointHoldForAReplayToo() throws IOException {
    String tensor =
        "[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"float32\",\"shape\":[-1,4]}}]";
    Path folder = TestModels.iris(models.resolve("1"), "model.onnx", tensor);
    Path schema = folder.resolve("schemas/request.json");
    Files.createDirectories(schema.getParent());
    Files.writeString(schema, "{\"items\":{\"minimum\":0}}");
    String name = serve(registry, folder);
    given()
        .contentType(JSON)
        .body(Map.of("withhold_below", 0.9))
        .put("/api/millrace/v1/endpoints/" + name + "/options");
    keep(name, Map.of());
    // The second flower lies between two kinds.
    asked(name, "unsure", JSON, "{\"inputs\":[[5.1,3.5,1.4,0.2],[5.9,2.8,4.9,1.7]]}");
    asked(name, "negative", JSON, "{\"inputs\":[[1,2,-3,4]]}");
    awaitKept(name, 2);
    JsonPath report = replay(name, Map.of("version", "1"));
    assertThat(report.getList("requests.outcome")).as(report.prettify()).containsOnly("SAME");
    assertThat(report.getString("requests.find { it.request_id == 'unsure' }.after"))
        .contains("\"withheld\":[1]");
    assertThat(report.getString("requests.find { it.request_id == 'negative' }.after_error"))
        .contains("Row 0 at /2 breaks the model's request schema");
  }

  @Test
  void theLargestDifferenceIsTold() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    registry.register(name, 2, TestModels.classifier(models.resolve("2"), "high", "low"));
    keep(name, Map.of());
    asked(name, "s", JSON, "{\"inputs\":{\"x\":[5],\"y\":[1]},\"params\":{\"return\":\"scores\"}}");
    awaitKept(name, 1);
    JsonPath report = replay(name, Map.of("version", "2", "request_ids", List.of("s")));
    assertThat(report.getDouble("largest_difference")).isEqualTo(1);
    assertThat(report.getDouble("requests[0].largest_difference")).isEqualTo(1);
    assertThat(
            replay(name, Map.of("version", "2", "tolerance", 1.5)).getString("requests[0].outcome"))
        .isEqualTo("SAME");
  }

  @Test
  void whatWasNotKeptWholeIsSkippedWithTheReason() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    keep(name, Map.of("redact", List.of("x")));
    asked(name, "named", JSON, "{\"inputs\":{\"x\":[5],\"y\":[1]}}");
    asked(name, "placed", JSON, "{\"inputs\":[[5,1]]}");
    awaitKept(name, 2);
    JsonPath report =
        replay(name, Map.of("version", "1", "request_ids", List.of("named", "placed")));
    assertThat(report.getInt("skipped")).isEqualTo(2);
    assertThat(report.getList("requests.reason"))
        .containsExactly(
            "Values of it were redacted.",
            "Its body was not kept: It has values without the names of their columns, and columns"
                + " are to be redacted.");
  }

  @Test
  void someAreChosenByTimeErrorsAndNumber() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    askEverything(name);
    assertThat(replayed(name, Map.of("version", "1", "errors_only", true)))
        .containsExactly("refused");
    assertThat(replayed(name, Map.of("version", "1", "limit", 2)))
        .containsExactly("refused", "binary");
    long at = entry(name, "csv").getLong("at");
    assertThat(replayed(name, Map.of("version", "1", "to", at)))
        .contains("csv", "json")
        .doesNotContain("refused");
    assertThat(replayed(name, Map.of("version", "1", "to", at - 60_000))).isNull();
  }

  @Test
  void whatCannotBeAskedIsRefused() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    registry.register(name, 2, models.resolve("absent"));
    assertThat(status(name, Map.of("version", "1"))).as("keeps none").isEqualTo(404);
    keep(name, Map.of());
    asked(name, "a", JSON, "{\"inputs\":{\"x\":[5],\"y\":[1]}}");
    awaitKept(name, 1);
    assertThat(status(name, Map.of())).isEqualTo(400);
    assertThat(status(name, Map.of("version", "one"))).isEqualTo(400);
    assertThat(status(name, Map.of("version", "9"))).isEqualTo(404);
    assertThat(status("nowhere", Map.of("version", "1"))).isEqualTo(404);
    assertThat(status(name, Map.of("version", "1", "request_ids", List.of("b")))).isEqualTo(404);
    assertThat(status(name, Map.of("version", "1", "limit", 501))).isEqualTo(400);
    assertThat(status(name, Map.of("version", "1", "tolerance", -1))).isEqualTo(400);
    assertThat(status(name, Map.of("version", "1", "request_ids", List.of("a"), "limit", 1)))
        .isEqualTo(400);
    assertThat(ask(name, Map.of("version", "2")).jsonPath().getString("message"))
        .isEqualTo("Version 2 cannot be served: The model has no files.");
  }

  private static void askEverything(String name) throws IOException {
    keep(name, Map.of());
    asked(name, "json", JSON, "{\"dataframe_records\":[{\"x\":5,\"y\":1}]}");
    awaitKept(name, 1);
    asked(name, "csv", CSV, "x,y\n-5,1\n");
    awaitKept(name, 2);
    askTensors(name, "v2", "5", "1");
    askBinary(name, "binary", -5, 1);
    asked(name, "refused", JSON, "{\"inputs\":{\"x\":[5]}}");
    awaitKept(name, 5);
  }

  private static List<String> replayed(String name, Map<String, ?> request) {
    return replay(name, request).getList("requests.request_id");
  }

  private static JsonPath replay(String name, Map<String, ?> request) {
    Response answer = ask(name, request);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  private static int status(String name, Map<String, ?> request) {
    return ask(name, request).statusCode();
  }

  private static Response ask(String name, Map<String, ?> request) {
    return given().contentType(JSON).body(request).post(route(name) + "/replay");
  }
}
