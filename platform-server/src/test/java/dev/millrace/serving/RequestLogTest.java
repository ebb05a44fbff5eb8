package dev.millrace.serving;

import static dev.millrace.serving.RequestLogFixture.CSV;
import static dev.millrace.serving.RequestLogFixture.JSON;
import static dev.millrace.serving.RequestLogFixture.askBinary;
import static dev.millrace.serving.RequestLogFixture.askTensors;
import static dev.millrace.serving.RequestLogFixture.asked;
import static dev.millrace.serving.RequestLogFixture.awaitKept;
import static dev.millrace.serving.RequestLogFixture.entries;
import static dev.millrace.serving.RequestLogFixture.entry;
import static dev.millrace.serving.RequestLogFixture.found;
import static dev.millrace.serving.RequestLogFixture.keep;
import static dev.millrace.serving.RequestLogFixture.put;
import static dev.millrace.serving.RequestLogFixture.route;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.newModel;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an endpoint was asked and what it answered, kept and found again. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class RequestLogTest {

  private static final String ROW = "{\"inputs\":{\"x\":[5],\"y\":[1]}}";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject DataSource database;

  @Test
  void aRequestIsKeptWithItsAnswerInEveryProtocol() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    assertThat(entries(name, "").statusCode()).as("off by default").isEqualTo(404);
    assertThat(invoke(name, ROW).statusCode()).isEqualTo(200);
    keep(name, Map.of());
    asked(name, "json", JSON, ROW);
    asked(name, "csv", CSV, "x,y\n-5,1\n");
    asked(name, "refused", JSON, "{\"inputs\":{\"x\":[5]}}");
    askTensors(name, "v2", "5", "1");
    askBinary(name, "binary", -5, 1);
    awaitKept(name, 5);

    JsonPath json = entry(name, "json");
    assertThat(json.getMap(""))
        .containsEntry("protocol", "MLFLOW_JSON")
        .containsEntry("content_type", "application/json")
        .containsEntry("version", "1")
        .containsEntry("variant", "primary")
        .containsEntry("body", ROW)
        .containsEntry("answer", "{\"predictions\":[\"high\"]}")
        .containsEntry("redacted", false)
        .doesNotContainKeys("error_code", "body_note", "answer_note");
    assertThat(json.getDouble("latency_millis")).isPositive();
    assertThat(json.getInt("body_bytes")).isEqualTo(ROW.length());
    assertThat(json.getLong("at")).isBetween(System.currentTimeMillis() - 60_000, now());
    assertThat(entry(name, "csv").getMap(""))
        .containsEntry("protocol", "MLFLOW_CSV")
        .containsEntry("body", "x,y\n-5,1\n")
        .containsEntry("answer", "{\"predictions\":[\"low\"]}");
    assertThat(entry(name, "refused").getMap(""))
        .containsEntry("error_code", "INVALID_PARAMETER_VALUE")
        .containsEntry("version", "1")
        .containsEntry("body", "{\"inputs\":{\"x\":[5]}}")
        .doesNotContainKey("answer");
    assertThat(entry(name, "v2").getString("protocol")).isEqualTo("V2");
    assertThat(entry(name, "v2").getString("answer")).contains("\"data\":[\"high\"]");
    JsonPath binary = entry(name, "binary");
    assertThat(binary.getString("body"))
        .contains("{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[-5.0]}");
    assertThat(binary.getString("answer"))
        .contains("\"data\":[\"low\"]")
        .doesNotContain("binary_data_size");
  }

  @Test
  void redactedValuesNeverReachTheTable() throws Exception {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    keep(name, Map.of("redact", List.of("X")));
    String secret = "5.4242";
    asked(name, "split", JSON, split(secret));
    asked(name, "csv", CSV, "y,x\n1," + secret + "\n");
    asked(name, "position", JSON, "{\"inputs\":[[" + secret + ",1]]}");
    asked(name, "misnamed", JSON, "{\"inputs\":{\"z\":[" + secret + "]}}");
    askTensors(name, "v2", secret, "1");
    askBinary(name, "binary", 5.4242, 1);
    awaitKept(name, 6);

    assertThat(
            Sql.number(
                database,
                "SELECT count(*) FROM serving_request AS r WHERE convert_from(coalesce(body, ''),"
                    + " 'UTF8') || coalesce(body_note, '') || convert_from(coalesce(answer, ''),"
                    + " 'UTF8') LIKE '%4242%'"))
        .isZero();
    assertThat(entry(name, "split").getString("body")).isEqualTo(split("\"[redacted]\""));
    assertThat(entry(name, "split").getBoolean("redacted")).isTrue();
    assertThat(entry(name, "csv").getString("body")).isEqualTo("y,x\n1,[redacted]\n");
    assertThat(entry(name, "v2").getString("body")).contains("\"data\":\"[redacted]\"");
    assertThat(entry(name, "binary").getString("body"))
        .contains("\"data\":\"[redacted]\"", "\"data\":[1.0]");
    for (String unkept : List.of("position", "misnamed")) {
      assertThat(entry(name, unkept).getString("body")).isNull();
      assertThat(entry(name, unkept).getString("body_note")).contains("to be redacted");
    }
  }

  @Test
  void whatIsTooLongIsNotedWithoutItsBody() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    keep(name, Map.of());
    asked(name, "long", JSON, ROW + " ".repeat(300 * 1024));
    awaitKept(name, 1);
    JsonPath entry = entry(name, "long");
    assertThat(entry.getString("body")).isNull();
    assertThat(entry.getString("body_note")).isEqualTo("It has more than 262144 bytes.");
    assertThat(entry.getInt("body_bytes")).isGreaterThan(300 * 1024);
    assertThat(entry.getString("answer")).isEqualTo("{\"predictions\":[\"v1\"]}");
  }

  @Test
  void theListHasPagesAndIsSearched() throws Exception {
    String name = newModel(registry, models, 2);
    registry.move(name, "champion", 1);
    ServingFixture.openEndpoint(name, name);
    ServingFixture.awaitLive(name, 1);
    keep(name, Map.of());
    for (int i = 0; i < 25; i++) {
      asked(name, "one-" + i, JSON, ROW);
    }
    registry.move(name, "champion", 2);
    ServingFixture.awaitLive(name, 2);
    asked(name, "two", JSON, ROW);
    asked(name, "bad", JSON, "{}");
    awaitKept(name, 27);

    List<String> all = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonPath page = entries(name, "max_results=10&page_token=" + token).jsonPath();
      all.addAll(page.getList("requests.request_id"));
      assertThat(page.getList("requests.body")).containsOnlyNulls();
      token = page.getString("next_page_token");
      pages++;
    } while (token != null);
    assertThat(pages).isEqualTo(3);
    assertThat(all).hasSize(27).doesNotHaveDuplicates().startsWith("bad", "two", "one-24");
    assertThat(found(name, "version=2")).containsExactly("bad", "two");
    assertThat(found(name, "errors_only=true")).containsExactly("bad");
    long at = entry(name, "one-3").getLong("at");
    assertThat(found(name, "from=" + at + "&to=" + at)).contains("one-3").doesNotContain("two");
    assertThat(found(name, "to=" + (at - 60_000))).isEmpty();
    for (String refused :
        List.of("page_token=x", "max_results=0", "version=a", "from=a", "max_results=1001")) {
      assertThat(entries(name, refused).statusCode()).as(refused).isEqualTo(400);
    }
    assertThat(given().get(route(name) + "/entries/none").statusCode()).isEqualTo(404);
    assertThat(given().get(route(name) + "/entries/a b").statusCode()).isEqualTo(400);
  }

  @Test
  void aSampleIsKeptAndNothingAfterTheEnd() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    keep(name, Map.of("sample_rate", 0.2));
    for (int i = 0; i < 300; i++) {
      invoke(name, ROW);
    }
    keep(name, Map.of());
    asked(name, "last", JSON, ROW);
    Await.until("the last", () -> found(name, "").contains("last"));
    assertThat(found(name, "")).hasSizeBetween(30, 110);
    keep(name, Map.of("sample_rate", 0));
    asked(name, "none", JSON, ROW);
    keep(name, Map.of());
    asked(name, "again", JSON, ROW);
    Await.until("the one after", () -> found(name, "").contains("again"));
    assertThat(found(name, "")).contains("last").doesNotContain("none");

    assertThat(given().delete(route(name)).statusCode()).isEqualTo(200);
    assertThat(given().delete(route(name)).statusCode()).isEqualTo(200);
    assertThat(entries(name, "").statusCode()).isEqualTo(404);
    keep(name, Map.of());
    assertThat(found(name, "")).as("what was kept before is nobody's").isEmpty();
  }

  @Test
  void whatIsNoSettingIsRefused() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    assertThat(put(name, Map.of("sample_rate", 1.5)).statusCode()).isEqualTo(400);
    assertThat(put(name, Map.of("keep_days", 0)).statusCode()).isEqualTo(400);
    assertThat(put(name, Map.of("redact", List.of(" "))).statusCode()).isEqualTo(400);
    assertThat(put("nowhere", Map.of()).statusCode()).isEqualTo(404);
    assertThat(given().delete(route("nowhere")).statusCode()).isEqualTo(404);
    assertThat(given().get(route(name)).asString()).as("keeps none").isEqualTo("{}");
    assertThat(given().get(route("nowhere")).statusCode()).isEqualTo(404);
    JsonPath settings = put(name, Map.of("redact", List.of("x", "x"))).jsonPath();
    assertThat(settings.getMap(""))
        .isEqualTo(Map.of("sample_rate", 1.0f, "redact", List.of("x"), "keep_days", 7));
    assertThat(given().get(route(name)).jsonPath().getMap("")).isEqualTo(settings.getMap(""));
  }

  @Test
  void whatAnotherServerSetsIsHeard() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    Sql.execute(
        database,
        """
        INSERT INTO serving_request_log (endpoint_id, sample_rate, redact, keep_days)
        SELECT endpoint_id, 1, '{x}', 7 FROM serving_endpoint WHERE name = '%s'
        """
            .formatted(name));
    Sql.execute(database, "NOTIFY millrace_request_log");
    Await.until(
        "a request to be kept",
        () -> {
          asked(name, "a", JSON, ROW);
          return found(name, "").contains("a");
        });
    assertThat(entry(name, "a").getString("body")).contains("[redacted]");
  }

  @Test
  void bodiesOfTheApiAreBoundedAndSayWhatTheyAre() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    keep(name, Map.of());
    String long11 = "{\"version\":\"" + "1".repeat(11 << 20) + "\"}";
    String truth = "/api/millrace/v1/endpoints/" + name + "/ground-truth";
    for (String path : List.of(route(name) + "/replay", truth)) {
      assertThat(given().contentType(JSON).body(long11).post(path).statusCode()).isEqualTo(413);
      assertThat(given().noContentType().body("{}".getBytes(UTF_8)).post(path).statusCode())
          .isBetween(400, 415);
    }
    assertThat(given().contentType(JSON).body(long11).put(route(name)).statusCode()).isEqualTo(413);
    assertThat(given().contentType(JSON).body("[]").put(route(name)).statusCode()).isEqualTo(400);
  }

  @Test
  void theDaysToComeHaveTheirPartitions() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (int ahead = 0; ahead <= 2; ahead++) {
      String partition =
          "serving_request_" + DateTimeFormatter.BASIC_ISO_DATE.format(today.plusDays(ahead));
      Await.until(
          partition,
          () -> Sql.number(database, "SELECT count(to_regclass('" + partition + "'))") == 1);
    }
  }

  private static String split(String x) {
    return "{\"dataframe_split\":{\"columns\":[\"y\",\"x\"],\"data\":[[1,%s]]}}".formatted(x);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
