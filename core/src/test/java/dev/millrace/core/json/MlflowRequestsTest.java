package dev.millrace.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.CreateRun;
import dev.millrace.core.tracking.GetMetricHistoryBulk;
import dev.millrace.core.tracking.GetRun;
import dev.millrace.core.tracking.LogBatch;
import dev.millrace.core.tracking.LogMetric;
import dev.millrace.core.tracking.LogParam;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.core.tracking.SearchExperiments;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.tracking.SetTag;
import dev.millrace.core.tracking.UpdateRun;
import dev.millrace.core.tracking.ViewType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowRequestsTest {

  @Test
  void aBodyIsBoundAndUnknownFieldsAreIgnored() {
    CreateRun request =
        body(
            "{\"experiment_id\":\"7\",\"start_time\":12,\"tags\":[{\"key\":\"k\",\"x\":[1]}],"
                + "\"nonsense\":{\"a\":null}}",
            CreateRun.class);
    assertThat(request.experimentId()).isEqualTo("7");
    assertThat(request.startTime()).isEqualTo(12);
    assertThat(request.tags()).singleElement().satisfies(t -> assertThat(t.value()).isNull());
    assertThat(request.runName()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \r\n\t", "{}", "{\"run_id\":null}"})
  void anEmptyBodyIsAnEmptyObject(String text) {
    assertThat(body(text, GetRun.class)).isEqualTo(new GetRun(null));
  }

  @Test
  void aRunIsTakenUnderItsOldNameItsNewOneOrBoth() {
    for (String names :
        List.of(
            "\"run_id\":\"r\"",
            "\"run_uuid\":\"r\"",
            "\"run_uuid\":\"r\",\"run_id\":\"r\"",
            "\"run_uuid\":\"old\",\"run_id\":\"r\"",
            "\"run_uuid\":null,\"run_id\":\"r\"",
            "\"run_uuid\":\"r\",\"run_id\":null")) {
      String text = "{" + names + ",\"key\":\"k\",\"value\":\"1\",\"status\":\"FAILED\"}";
      assertThat(body(text, GetRun.class).runId()).as(names).isEqualTo("r");
      assertThat(body(text, UpdateRun.class).runId()).as(names).isEqualTo("r");
      assertThat(body(text, UpdateRun.class).status()).as(names).isEqualTo(RunStatus.FAILED);
      assertThat(body(text, LogMetric.class).runId()).as(names).isEqualTo("r");
      LogParam param = body(text, LogParam.class);
      assertThat(List.of(param.runId(), param.key(), param.value()))
          .as(names)
          .isEqualTo(List.of("r", "k", "1"));
      SetTag tag = body(text, SetTag.class);
      assertThat(List.of(tag.runId(), tag.key(), tag.value()))
          .as(names)
          .isEqualTo(List.of("r", "k", "1"));
    }
    Map<String, List<String>> query = Map.of("run_uuid", List.of("r"), "run_id", List.of("r"));
    assertThat(MlflowRequests.fromQuery(query, GetRun.class).runId()).isEqualTo("r");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "\"5\"", "5.0", "\" 5 \"", "5e0", "\"0.5e1\""})
  void aWholeNumberIsTakenInEveryForm(String number) {
    assertThat(body("{\"start_time\":" + number + "}", CreateRun.class).startTime()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "\"x\"",
        "\"\"",
        "true",
        "[]",
        "{}",
        "NaN",
        "9223372036854775808",
        "1e400",
        "\"1e2147483647\"",
      })
  void whatIsNoWholeNumberIsRefused(String value) {
    assertInvalid("{\"start_time\":" + value + "}", CreateRun.class, "parameter 'start_time'");
  }

  @Test
  void aNumberOfAMillionDigitsIsRefusedAtOnce() {
    String text = "{\"start_time\":\"" + "7".repeat(1_000_000) + "\"}";
    assertThat(Duration.ofSeconds(2))
        .isGreaterThan(
            time(() -> assertInvalid(text, CreateRun.class, "parameter 'start_time' supplied")));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN",
    "\"NaN\", NaN",
    "\"Infinity\", Infinity",
    "\"-Infinity\", -Infinity",
    "1, 1",
    "-Infinity, -Infinity"
  })
  void aMetricIsAnyDouble(String given, Double value) {
    LogMetric request = body("{\"value\":" + given + "}", LogMetric.class);
    assertThat(request.value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "1.5", "true", "[]", "{}", "\"a\\u0000b\""})
  void aStringIsTakenFromNothingElse(String value) {
    assertInvalid(
        "{\"run_name\":" + value + "}", CreateRun.class, "for parameter 'run_name' supplied");
  }

  @ParameterizedTest
  @CsvSource({"\"ALL\",ALL", "\"all\",ALL", "3,ALL", "\"2\",DELETED_ONLY"})
  void anEnumIsNamedOrNumbered(String given, ViewType viewType) {
    assertThat(body("{\"run_view_type\":" + given + "}", SearchRuns.class).runViewType())
        .isEqualTo(viewType);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"NOPE\"", "77", "[]", "{}", "true", "\"\"", "1.5"})
  void anUnknownEnumConstantIsAnInvalidValue(String value) {
    assertInvalid(
        "{\"run_view_type\":" + value + "}",
        SearchRuns.class,
        "for parameter 'run_view_type' supplied");
    assertInvalid("{\"status\":" + value + "}", UpdateRun.class, "for parameter 'status' supplied");
  }

  @Test
  void theRefusalShowsValuePathAndType() {
    assertInvalid(
        "{\"metrics\":[{},{\"key\":5}]}",
        LogBatch.class,
        "Invalid value 5 for parameter 'metrics[1].key' supplied:  Hint: Value was of type 'int'."
            + " See the API docs for more information about request parameters.");
    assertInvalid(
        "{\"status\":\"DONE\"}",
        UpdateRun.class,
        "Invalid value \"DONE\" for parameter 'status' supplied:  Hint: Value was of type 'str'.");
    assertInvalid(
        "{\"run_name\":[\"" + "x".repeat(5000) + "\"]}", CreateRun.class, "xxx… for parameter");
    assertInvalid("{\"metrics\":[null]}", LogBatch.class, "for parameter 'metrics");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nope",
        "{\"run_name\":\"x\"",
        "{\"run_name\":\"x\"} trailing",
        "{} {}",
        "{\"run_name\":\"\\ud800\\q\"}",
        "{'run_name':'x'}",
        "{\"run_name\":\"x\",}",
        "\ufeff",
      })
  void whatIsNoJsonIsABadRequest(String text) {
    assertBadRequest(text, "The request body is not valid JSON: unexpected input at line 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | list",
        "\"x\" | str",
        "5 | int",
        "5.5 | float",
        "true | bool",
        "\"[]\" | str",
        "\"{\" | str"
      })
  void whatIsNoObjectIsABadRequest(String text, String type) {
    assertBadRequest(text, "The request body must be a JSON object, got " + type + ".");
  }

  @Test
  void nullIsAnEmptyObject() {
    assertThat(body("null", CreateRun.class)).isEqualTo(body("{}", CreateRun.class));
  }

  @Test
  void anObjectInAStringIsReadAsTheObject() {
    assertThat(body("\"{\\\"run_name\\\": \\\"x\\\"}\"", CreateRun.class).runName()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "a\\udc00", "\\udc00\\ud800", "x\\ud83ex"})
  void halfASurrogatePairIsRefused(String half) {
    assertThatThrownBy(() -> body("{\"run_name\": \"" + half + "\"}", CreateRun.class))
        .hasMessageContaining("for parameter 'run_name' supplied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deepNestingIsABadRequest(String open) {
    String deep = open.repeat(20_000);
    assertBadRequest(deep, "The request body is not valid JSON");
    assertBadRequest("{\"tags\":" + deep, "The request body is not valid JSON");
    assertBadRequest("{\"unknown\":" + deep, "The request body is not valid JSON");
  }

  @Test
  void aBodyThatBreaksOffIsABadRequest() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertThatThrownBy(() -> MlflowRequests.fromBody(broken, CreateRun.class))
        .isInstanceOfSatisfying(
            MlflowException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessage("The request body could not be read.");
  }

  @Test
  void aQueryIsBoundByTheSameRules() {
    SearchExperiments search =
        MlflowRequests.fromQuery(
            Map.of(
                "max_results", List.of("5"),
                "order_by", List.of("name", "experiment_id DESC"),
                "view_type", List.of("2"),
                "filter", List.of("first", "last"),
                "unknown", List.of("x")),
            SearchExperiments.class);
    assertThat(search)
        .isEqualTo(
            new SearchExperiments(
                5L, null, "first", List.of("name", "experiment_id DESC"), ViewType.DELETED_ONLY));
    assertThat(
            MlflowRequests.fromQuery(
                    Map.of("run_id", List.of("a", "b")), GetMetricHistoryBulk.class)
                .runId())
        .containsExactly("a", "b");
    assertThatThrownBy(
            () ->
                MlflowRequests.fromQuery(
                    Map.of("max_results", List.of("many")), SearchExperiments.class))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageContaining("Invalid value \"many\" for parameter 'max_results' supplied");
  }

  private static <T> T body(String text, Class<T> type) {
    return MlflowRequests.fromBody(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), type);
  }

  private static void assertInvalid(String text, Class<?> type, String message) {
    assertThatThrownBy(() -> body(text, type))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageContaining(message);
  }

  private static void assertBadRequest(String text, String message) {
    assertThatThrownBy(() -> body(text, CreateRun.class))
        .isInstanceOfSatisfying(
            MlflowException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessageContaining(message);
  }

  private static Duration time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
