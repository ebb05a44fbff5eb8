package dev.millrace.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Steps that the tests of kept requests share. */
final class RequestLogFixture {

  static final String ID = "X-Millrace-Request-Id";
  static final String JSON = "application/json";
  static final String CSV = "text/csv; charset=utf-8";

  private RequestLogFixture() {}

  static Response put(String name, Map<String, ?> settings) {
    return given().contentType(JSON).body(settings).put(route(name));
  }

  static void keep(String name, Map<String, ?> settings) {
    Response answer = put(name, settings);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
  }

  static void asked(String name, String id, String type, String body) {
    given().contentType(type).header(ID, id).body(body).post("/serving/" + name + "/invocations");
  }

  static void askTensors(String name, String id, String x, String y) {
    given()
        .contentType(JSON)
        .header(ID, id)
        .body(tensors("\"data\":[" + x + "]", "\"data\":[" + y + "]"))
        .post("/v2/models/" + name + "/infer");
  }

  /** Sends tensors in binary, and wants the answer so. */
  static void askBinary(String name, String id, double x, double y) throws IOException {
    String size = "\"parameters\":{\"binary_data_size\":8}";
    byte[] json =
        (tensors(size, size).replaceFirst("}$", ",\"parameters\":{\"binary_data_output\":true}}"))
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(json);
    body.write(
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(x).putDouble(y).array());
    Response answer =
        given()
            .contentType("application/octet-stream")
            .header(ID, id)
            .header("Inference-Header-Content-Length", json.length)
            .body(body.toByteArray())
            .post("/v2/models/" + name + "/infer");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/octet-stream");
  }

  private static String tensors(String x, String y) {
    String tensor = "{\"name\":\"%s\",\"shape\":[1],\"datatype\":\"FP64\",%s}";
    return "{\"inputs\":[" + tensor.formatted("x", x) + "," + tensor.formatted("y", y) + "]}";
  }

  static void awaitKept(String name, int requests) {
    Await.until("the requests to be kept", () -> found(name, "").size() == requests);
  }

  /** The ids that a search finds. */
  static List<String> found(String name, String query) {
    List<String> ids = entries(name, query).jsonPath().getList("requests.request_id");
    return ids == null ? List.of() : ids;
  }

  static Response entries(String name, String query) {
    return given().get(route(name) + "/entries" + (query.isEmpty() ? "" : "?" + query));
  }

  static JsonPath entry(String name, String id) {
    Response answer = given().get(route(name) + "/entries/" + id);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  static String route(String name) {
    return "/api/millrace/v1/endpoints/" + name + "/request-log";
  }
}
