package dev.millrace.serving.requestlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.serving.LoggedRequest.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ssn} is redacted, whose values are {@code 123} and {@code 456}. */
class RedactionTest {

  private final Redaction redaction = new Redaction(List.of("ssn"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"dataframe_split\":{\"columns\":[\"a\",\"ssn\"],\"data\":[[1.50,123],[2,456]]}}"
            + "|{\"dataframe_split\":{\"columns\":[\"a\",\"ssn\"],\"data\":[[1.50,\"[redacted]\"],[2,\"[redacted]\"]]}}",
        "{\"dataframe_split\":{\"columns\":[\"ssn\"],\"index\":[123],\"data\":[[123]]}}"
            + "|{\"dataframe_split\":{\"columns\":[\"ssn\"],\"data\":[[\"[redacted]\"]]}}",
        "{\"dataframe_records\":[{\"a\":1,\"ssn\":\"123\"},{\"a\":2,\"SSN\":null}]}"
            + "|{\"dataframe_records\":[{\"a\":1,\"ssn\":\"[redacted]\"},{\"a\":2,\"SSN\":\"[redacted]\"}]}",
        "{\"instances\":[{\"who\":{\"ssn\":[123]},\"a\":1}]}"
            + "|{\"instances\":[{\"who\":{\"ssn\":\"[redacted]\"},\"a\":1}]}",
        "{\"inputs\":{\"a\":[1,2],\"ssn\":[123,456]},\"params\":{\"S.S.N\":123}}"
            + "|{\"inputs\":{\"a\":[1,2],\"ssn\":\"[redacted]\"},\"params\":{\"S.S.N\":\"[redacted]\"}}",
        "{\"inputs\":{\"a\":[1]}}|{\"inputs\":{\"a\":[1]}}",
      })
  void everyFormOfMlflowsProtocol(String body, String kept) {
    assertThat(kept(Protocol.MLFLOW_JSON, body)).isEqualTo(kept);
  }

  @Test
  void csvByItsHeader() {
    assertThat(
            kept(Protocol.MLFLOW_CSV, "a,\"ssn\",b\r\n1,123,\"x, \"\"y\"\"\"\n\n2,\"4\n56\",z\n"))
        .isEqualTo("a,ssn,b\n1,[redacted],\"x, \"\"y\"\"\"\n2,[redacted],z\n");
  }

  @Test
  void tensorsByTheirNames() {
    String tensor = "{\"name\":\"%s\",\"shape\":[2,1],\"datatype\":\"INT64\",\"data\":%s}";
    String body = "{\"id\":\"7\",\"inputs\":[%s,%s]}";
    assertThat(
            kept(
                Protocol.V2,
                body.formatted(
                    tensor.formatted("a", "[[1],[2]]"), tensor.formatted("ssn", "[123,456]"))))
        .isEqualTo(
            body.formatted(
                tensor.formatted("a", "[[1],[2]]"), tensor.formatted("ssn", "\"[redacted]\"")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MLFLOW_JSON|{\"instances\":[[1,123]]}|without the names",
        "MLFLOW_JSON|{\"inputs\":[1,123]}|without the names",
        "MLFLOW_JSON|{\"inputs\":123}|without the names",
        "MLFLOW_JSON|{\"dataframe_split\":{\"data\":[[123]]}}|without the names",
        "MLFLOW_JSON|{\"dataframe_records\":[{\"ssn\":1},[123]]}|without the names",
        "MLFLOW_JSON|{\"dataframe_split\":{\"columns\":[\"ssn\"],\"data\":[[1,123]]}}|not as long",
        "MLFLOW_JSON|{\"inputs\":{\"ssn\":1},\"more\":123}|fields that mean nothing",
        "MLFLOW_JSON|{\"inputs\":{\"ssn\":1,\"ssn\":123}}|no JSON object",
        "MLFLOW_JSON|{\"inputs\":{\"ssn\":1}} 123|no JSON object",
        "MLFLOW_JSON|[123]|no JSON object",
        "MLFLOW_CSV|'a,ssn\n1,2,123'|not as long",
        "MLFLOW_CSV|'a,ssn\n1,\"123'|no CSV",
        "V2|{\"inputs\":[{\"name\":\"a\",\"shape\":[1,2],\"datatype\":\"INT64\",\"data\":[1,123]}]}|more than one column",
        "V2|{\"inputs\":[{\"name\":\"a\",\"shape\":[2],\"datatype\":\"INT64\",\"data\":[[1,123]]}]}|more than one column",
        "V2|{\"inputs\":[{\"name\":\"a\",\"shape\":[1],\"x\":123,\"data\":[1]}]}|no request",
        "V2|{\"inputs\":[{\"shape\":[1],\"data\":[123]}]}|no request",
        "V2|{\"more\":123,\"inputs\":[]}|no request",
      })
  void whatIsNotCertainIsNotKept(Protocol protocol, String body, String reason) {
    assertThatExceptionOfType(UnkeepableException.class)
        .isThrownBy(() -> redaction.body(protocol, utf8(body), true))
        .withMessageContaining(reason)
        .withMessageNotContaining("123");
  }

  @Test
  void whatWasRefusedIsKeptOnlyWithTheColumnsThatAreRedacted() {
    byte[] misnamed = utf8("{\"inputs\":{\"social\":[123]}}");
    assertThatExceptionOfType(UnkeepableException.class)
        .isThrownBy(() -> redaction.body(Protocol.MLFLOW_JSON, misnamed, false))
        .withMessageContaining("does not have every column");
    assertThat(
            redaction
                .body(Protocol.MLFLOW_JSON, utf8("{\"inputs\":{\"Ssn \":[123]}}"), false)
                .redacted())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"inputs\":{\"a\":[1,  2]}}", "no JSON at all", "[[1,2]]"})
  void withoutColumnsABodyIsKeptAsItCame(String body) {
    Redaction none = new Redaction(List.of());
    Redaction.Kept kept = none.body(Protocol.MLFLOW_JSON, utf8(body), false);
    assertThat(kept.text()).isEqualTo(utf8(body));
    assertThat(kept.redacted()).isFalse();
    assertThatExceptionOfType(UnkeepableException.class)
        .isThrownBy(() -> none.body(Protocol.V2, new byte[] {(byte) 0xff}, true));
    assertThatExceptionOfType(UnkeepableException.class)
        .isThrownBy(() -> none.body(Protocol.MLFLOW_CSV, utf8("a\n\0"), true));
  }

  @Test
  void anAnswerThatRepeatsAColumnIsRedactedToo() {
    assertThat(answer(Protocol.MLFLOW_JSON, "{\"predictions\":[{\"ssn\":123,\"score\":0.5}]}"))
        .isEqualTo("{\"predictions\":[{\"ssn\":\"[redacted]\",\"score\":0.5}]}");
    assertThat(answer(Protocol.V2, "{\"outputs\":[{\"name\":\"ssn\",\"data\":[123]}]}"))
        .isEqualTo("{\"outputs\":[{\"name\":\"ssn\",\"data\":\"[redacted]\"}]}");
    assertThat(answer(Protocol.MLFLOW_JSON, "{\"predictions\": [1]}"))
        .isEqualTo("{\"predictions\": [1]}");
  }

  private String answer(Protocol protocol, String json) {
    return new String(redaction.answer(protocol, utf8(json)).text(), StandardCharsets.UTF_8);
  }

  private String kept(Protocol protocol, String body) {
    return new String(redaction.body(protocol, utf8(body), true).text(), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
