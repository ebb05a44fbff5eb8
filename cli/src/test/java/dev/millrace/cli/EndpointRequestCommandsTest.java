package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointRequestCommandsTest extends CommandTest {

  private static final String LOG = "/api/millrace/v1/endpoints/e/request-log";
  private static final String REQUEST =
      """
      {"request_id":"order-42","at":1700000000000,"variant":"primary","version":"7",
        "protocol":"MLFLOW_JSON","content_type":"application/json","latency_millis":1.5,
        "body_bytes":9,"body":"{\\"a\\":\\"\\u001b[31m\\"}","redacted":false,"answer":"[1]"}""";

  private int requests(String... more) {
    return millraceOf(List.of("endpoints", "requests"), more);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 9"})
  void aReplayExitsAsADiffDoes(int different, int code) {
    record(
        LOG + "/replay",
        """
        {"endpoint":"e","version":"8","tolerance":1e-6,"same":1,"different":%d,"skipped":0,
          "requests":[{"request_id":"order-42","at":1,"version":"7","outcome":"DIFFERENT",
            "largest_difference":0.25,"reason":"predictions[0] should be 1 and are 2"}]}"""
            .formatted(different));
    assertThat(requests("replay", "e", "order-42", "--model-version", "8", "--tolerance=0.1"))
        .isEqualTo(code);
    assertThat(recorded)
        .containsExactly(
            "POST %s/replay {\"version\":\"8\",\"request_ids\":[\"order-42\"],\"tolerance\":0.1}"
                .formatted(LOG));
    assertThat(out.toString())
        .contains("order-42", "different", "0.25", "should be 1 and are 2", "1 same, ");
  }

  @Test
  void aListIsSearched() {
    record(LOG + "/entries", "{\"requests\":[" + REQUEST + "]}");
    assertThat(requests("list", "e", "--errors", "--model-version=7", "--since=1h")).isZero();
    assertThat(recorded.get(0))
        .contains("GET " + LOG + "/entries?", "errors_only=true", "version=7", "from=1");
    assertThat(out.toString()).contains("order-42", "primary", "MLFLOW_JSON", "1.50");
  }

  @Test
  void aRequestIsShownWithoutControlCharacters() {
    record(LOG + "/entries/order-42", REQUEST);
    assertThat(requests("show", "e", "order-42")).isZero();
    assertThat(out.toString()).contains("{\"a\":\" [31m\"}", "[1]").doesNotContain("\u001b");
  }

  @Test
  void theQualityOfVersionsIsShown() {
    record(
        "/api/millrace/v1/endpoints/e/quality",
        """
        {"endpoint":"e","unmatched":0,"versions":[{"version":"7","kind":"REGRESSION","rows":12,
          "mae":0.5,"rmse":0.75}]}""");
    assertThat(requests("quality", "e")).isZero();
    assertThat(recorded.get(0)).startsWith("GET /api/millrace/v1/endpoints/e/quality?from=0");
    assertThat(out.toString()).contains("regression", "12", "0.500000", "0.750000");
  }

  @Test
  void driftIsShownByFeature() {
    record(
        "/api/millrace/v1/endpoints/e/drift",
        """
        {"endpoint":"e","from":1,"to":2,"versions":[{"version":"7","requests":1,"unread":0,
          "complete":true,"reference":{"kind":"TRAINING","dataset":"birds d1"},"features":[
            {"name":"age","rows":12,"missing_share":0.5,"psi":0.25,"ks":0.125,"level":"STRONG"}],
          "prediction":{"name":"prediction","rows":12,"missing_share":0}}]}""");
    assertThat(requests("drift", "e", "--model-version=7")).isZero();
    assertThat(recorded.get(0)).contains("/drift?to=", "version=7");
    assertThat(out.toString()).contains("training", "age", "strong", "0.250000", "prediction");
  }

  @Test
  void whatIsKeptIsSetAndForgotten() {
    record(
        LOG,
        "{\"sample_rate\":0.1,\"redact\":[\"a\",\"b\"],\"keep_days\":30,\"export\":\"JSONL\"}");
    assertThat(requests("keep", "e", "--sample=0.1", "--redact=a,b", "--days=30", "--export=jsonl"))
        .isZero();
    assertThat(out.toString()).contains("a, b", "30", "JSONL");
    assertThat(requests("forget", "e")).isZero();
    assertThat(recorded)
        .containsExactly(
            "PUT "
                + LOG
                + " {\"sample_rate\":0.1,\"redact\":[\"a\",\"b\"],\"keep_days\":30,"
                + "\"export\":\"JSONL\"}",
            "DELETE " + LOG + " {}");
  }
}
