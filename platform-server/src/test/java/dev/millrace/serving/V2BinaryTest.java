package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Open Inference Protocol's extension for tensors in binary. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class V2BinaryTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path IRIS = Path.of("src/test/resources/serving/iris-onnx/expected.json");
  private static final String HEADER = "Inference-Header-Content-Length";

  /** -5 and 5, then 1 and 1, as numbers of every type that can say so, in hexadecimal. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "INT8", "fb05 0101",
          "INT16", "fbff0500 01000100",
          "INT32", "fbffffff05000000 0100000001000000",
          "INT64", "fbffffffffffffff0500000000000000 01000000000000000100000000000000",
          "FP16", "00c50045 003c003c",
          "FP32", "0000a0c00000a040 0000803f0000803f",
          "FP64", "00000000000014c00000000000001440 000000000000f03f000000000000f03f");

  private static final Map<String, String> UNSIGNED =
      Map.of(
          "UINT8", "0005 0101",
          "UINT16", "00000500 01000100",
          "UINT32", "0000000005000000 0100000001000000",
          "UINT64", "00000000000000000500000000000000 01000000000000000100000000000000");

  @TempDir Path models;
  @Inject FakeRegistry registry;

  @Test
  void everyNumberIsReadAsItsType() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    NUMBERS.forEach((type, hex) -> requireAnswer(name, type, hex, "[\"low\",\"high\"]"));
    UNSIGNED.forEach((type, hex) -> requireAnswer(name, type, hex, "[\"high\",\"high\"]"));
  }

  private void requireAnswer(String name, String type, String hex, String data) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    Response answer =
        send(
            name,
            inputs(tensor("x", type, bytes.length / 2), tensor("y", type, bytes.length / 2)),
            bytes);
    assertThat(answer.statusCode()).as(type + answer.asString()).isEqualTo(200);
    assertThat(answer.asString()).as(type).contains("\"data\":" + data);
  }

  @Test
  void textsAreAnsweredWithTheirLengths() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "tief", "höher"));
    Response answer =
        send(
            name,
            "{\"parameters\":{\"binary_data_output\":true},\"inputs\":["
                + tensor("x", "INT8", 2)
                + ",{\"name\":\"y\",\"shape\":[2],\"datatype\":\"INT32\",\"data\":[1,1]}]}",
            new byte[] {-5, 5});
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/octet-stream");
    assertThat(answer.header("X-Millrace-Model-Version")).isEqualTo("1");
    int jsonLength = Integer.parseInt(answer.header(HEADER));
    byte[] body = answer.asByteArray();
    JsonNode json = JSON.readTree(Arrays.copyOf(body, jsonLength));
    assertThat(json.at("/outputs/0").toString())
        .isEqualTo(
            "{\"name\":\"predictions\",\"datatype\":\"BYTES\",\"shape\":[2],"
                + "\"parameters\":{\"binary_data_size\":18}}");
    assertThat(HexFormat.of().formatHex(body, jsonLength, body.length))
        .isEqualTo("04000000" + hex("tief") + "06000000" + hex("höher"));
  }

  @Test
  void everyOutputSaysForItselfHowItIsWanted() throws IOException {
    JsonNode expected = JSON.readTree(IRIS.toFile());
    String name = serve(registry, TestModels.iris(models.resolve("m"), "model.onnx", ""));
    ByteBuffer row = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    expected.at("/data/7").forEach(value -> row.putFloat(value.floatValue()));
    String input =
        "\"inputs\":[{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\","
            + "\"parameters\":{\"binary_data_size\":16}}]";
    Response answer =
        send(
            name,
            "{\"parameters\":{\"binary_data_output\":true},\"outputs\":["
                + "{\"name\":\"probabilities\"},"
                + "{\"name\":\"label\",\"parameters\":{\"binary_data\":false}}],"
                + input
                + "}",
            row.array());
    byte[] body = answer.asByteArray();
    int jsonLength = Integer.parseInt(answer.header(HEADER));
    JsonNode outputs = JSON.readTree(Arrays.copyOf(body, jsonLength)).path("outputs");
    assertThat(outputs.at("/0/parameters/binary_data_size").asInt()).isEqualTo(12);
    assertThat(outputs.at("/1/data/0")).isEqualTo(expected.at("/labels/7"));
    ByteBuffer scores =
        ByteBuffer.wrap(body, jsonLength, 12).slice().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 3; i++) {
      assertThat((double) scores.getFloat())
          .isCloseTo(expected.at("/probabilities/7/" + i).asDouble(), within(1e-5));
    }
    Response inJson =
        send(
            name,
            "{\"outputs\":[{\"name\":\"label\",\"parameters\":{\"binary_data\":true}},"
                + "{\"name\":\"probabilities\"}],"
                + input
                + "}",
            row.array());
    assertThat(Integer.parseInt(inJson.header(HEADER))).isEqualTo(inJson.asByteArray().length - 8);
  }

  @Test
  void whatIsNoNumberComesBackAsNull() throws IOException {
    String name = serve(registry, TestModels.iris(models.resolve("m"), "model.onnx", ""));
    ByteBuffer row = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    row.putFloat(Float.NaN).putFloat(1).putFloat(1).putFloat(1);
    Response answer =
        send(
            name,
            "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\","
                + "\"parameters\":{\"binary_data_size\":16}}]}",
            row.array());
    assertThat(answer.asString()).contains("\"data\":[null,null,null]");
  }

  @Test
  void numbersThatAreAbsentAreLeftToOptionalColumns() throws IOException {
    String signature =
        "[{\"name\":\"x\",\"type\":\"double\"},"
            + "{\"name\":\"y\",\"type\":\"double\",\"required\":false}]";
    String name =
        serve(registry, TestModels.classifier(models.resolve("m"), "low", "high", signature));
    // NaN is how a number says that it is absent.
    Response answer =
        send(
            name,
            inputs(tensor("x", "FP32", 8), tensor("y", "FP32", 8)),
            HexFormat.of().parseHex("0000a0c00000a0400000c07f0000c07f"));
    assertThat(answer.asString()).contains("\"data\":[\"low\",\"high\"]");
    assertThat(
            send(
                    name,
                    inputs(tensor("x", "FP32", 8), tensor("y", "FP32", 8)),
                    HexFormat.of().parseHex("0000c07f0000a0400000c07f0000c07f"))
                .jsonPath()
                .getString("error"))
        .contains("'x', row 0", "no value");
  }

  @Test
  void bytesThatDoNotFitAreRefused() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    String both = inputs(tensor("x", "FP64", 16), tensor("y", "FP64", 16));
    byte[] good = new byte[32];
    assertThat(send(name, both, good).statusCode()).isEqualTo(200);
    requireRefusal(send(name, both, new byte[31]), "'y'", "binary_data_size is more than the 15");
    requireRefusal(send(name, both, new byte[33]), "1 bytes behind the JSON");
    requireRefusal(
        send(name, inputs(tensor("x", "FP64", 16), tensor("y", "FP32", 16)), good), "'y'", "8");
    requireRefusal(
        send(name, inputs(tensor("x", "FP64", 16), tensor("y", "FP64", -16)), good), "'y'");
    requireRefusal(
        send(name, inputs(tensor("x", "FP64", 16), tensor("y", "FP64", 1L << 40)), good), "'y'");
    requireRefusal(
        send(name, both.replace("[2]", "[2000000000]"), good), "'x'", "must be 16000000000");
    requireRefusal(
        send(
            name, both.replace("{\"binary_data_size\":16}", "{\"binary_data_size\":\"16\"}"), good),
        "'x'");
    byte[] odd = good.clone();
    Arrays.fill(odd, 24, 32, (byte) 0xFF);
    requireRefusal(
        send(name, inputs(tensor("x", "UINT64", 16), tensor("y", "UINT64", 16)), odd),
        "'y'",
        "value 1");
    requireRefusal(
        send(name, inputs(tensor("x", "FP64", 16), tensor("y", "BOOL", 2)), Arrays.copyOf(odd, 18)),
        "'y'");
    for (String wrong : List.of("-1", "x", "99999", "12")) {
      requireRefusal(send(name, both, good, wrong), wrong.equals("12") ? "not valid JSON" : HEADER);
    }
  }

  @Test
  void elementsThatDoNotFillTheirBytesAreRefused() throws IOException {
    String name =
        serve(
            registry,
            TestModels.labeller(
                models.resolve("m"),
                "a",
                "[{\"name\":\"x\",\"type\":\"double\"},{\"name\":\"y\",\"type\":\"double\"}]"));
    for (String bytes :
        List.of(
            "0100000041",
            "01000000410200000041",
            "010000004101000000",
            "0100000041010000004242",
            "01000000410100",
            "ffffffff410100000042")) {
      byte[] texts = HexFormat.of().parseHex(bytes);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.write(new byte[16]);
      body.write(texts);
      requireRefusal(
          send(
              name,
              inputs(tensor("x", "FP64", 16), tensor("y", "BYTES", texts.length)),
              body.toByteArray()),
          "'y'",
          "2 elements");
    }
    requireRefusal(
        send(
            name,
            inputs(tensor("x", "FP64", 16), tensor("y", "BYTES", 10)),
            HexFormat.of().parseHex("0".repeat(32) + "01000000410100000042")),
        "'y'",
        "expected double, got strings");
  }

  private static String tensor(String name, String type, long size) {
    return ("{\"name\":\"%s\",\"shape\":[2],\"datatype\":\"%s\","
            + "\"parameters\":{\"binary_data_size\":%d}}")
        .formatted(name, type, size);
  }

  private static String inputs(String... inputs) {
    return "{\"inputs\":[" + String.join(",", inputs) + "]}";
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Response send(String endpoint, String json, byte[] binary) {
    return send(
        endpoint, json, binary, Integer.toString(json.getBytes(StandardCharsets.UTF_8).length));
  }

  private static Response send(String endpoint, String json, byte[] binary, String jsonLength) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    byte[] body = Arrays.copyOf(text, text.length + binary.length);
    System.arraycopy(binary, 0, body, text.length, binary.length);
    return given()
        .header("Content-Type", "application/octet-stream")
        .header(HEADER, jsonLength)
        .body(body)
        .post("/v2/models/" + endpoint + "/infer");
  }

  private static void requireRefusal(Response answer, String... parts) throws IOException {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(JSON.readTree(answer.asString()).path("error").asText())
        .isNotBlank()
        .contains(parts);
  }
}
