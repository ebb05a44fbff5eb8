package dev.millrace.core.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.ModelSignature;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringRequestTest {

  private static final InputSchema SCHEMA =
      schema(
          """
          [{"name":"count","type":"long"}, {"name":"small","type":"integer"},
           {"name":"size","type":"double"}, {"name":"ratio","type":"float"},
           {"name":"open","type":"boolean"}, {"name":"city","type":"string"},
           {"name":"blob","type":"binary"}, {"name":"at","type":"datetime"},
           {"name":"note","type":"string","required":false},
           {"name":"extra","type":"double","required":false}]
          """);

  private static final String GOOD =
      """
      "count":5,"small":1,"size":1.5,"ratio":2,"open":true,"city":"Ghent","blob":"AAE=","at":"2024-05-06T07:08:09"
      """
          .strip();

  /** The record with one more or one other field, and what the message says. */
  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("count", "5.7", "Column 'count', row 0: expected long, got a number with"),
        Arguments.of("count", "1e16", "Column 'count', row 0: expected long, got a number out"),
        Arguments.of("small", "3e9", "expected integer, got a number out of range"),
        Arguments.of("count", "\"5\"", "Column 'count', row 0: expected long, got a string"),
        Arguments.of("count", "true", "Column 'count', row 0: expected long, got a boolean"),
        Arguments.of("count", "9223372036854775808", "expected long, got a number out of range"),
        Arguments.of("count", "null", "Column 'count', row 0: expected long, got no value"),
        Arguments.of("count", "[5]", "Column 'count', row 0: expected long, got a list"),
        Arguments.of("small", "2147483648", "expected integer, got a number out of range"),
        Arguments.of("size", "\"1.5\"", "Column 'size', row 0: expected double, got a string"),
        Arguments.of("size", "1e400", "expected double, got a number out of range"),
        Arguments.of("size", "NaN", "expected double, got no value"),
        Arguments.of("size", "Infinity", "expected double, got a number out of range"),
        Arguments.of("count", "NaN", "expected long, got no value"),
        Arguments.of("size", "{}", "Column 'size', row 0: expected double, got an object"),
        Arguments.of("ratio", "1e39", "expected float, got a number out of range"),
        Arguments.of("open", "\"false\"", "Column 'open', row 0: expected boolean, got a string"),
        Arguments.of("open", "0", "Column 'open', row 0: expected boolean, got an integer"),
        Arguments.of("city", "7", "Column 'city', row 0: expected string, got an integer"),
        Arguments.of("blob", "\"*\"", "expected binary, got a string that is not base64"),
        Arguments.of("at", "\"today\"", "expected datetime, got a string that is not an ISO 8601"),
        Arguments.of("note", "7", "Column 'note', row 0: expected string or null, got an integer"),
        Arguments.of("other", "7", "Column 'other' in row 0 is not one of the model's"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void wrongValueIsRefusedByColumnAndRow(String column, String value, String message) {
    String secret = "\"secret-value\"";
    String record = GOOD.replaceAll("\"" + column + "\":[^,]+,?", "").replaceAll(",$", "");
    String body =
        "{\"dataframe_records\":[{%s,\"%s\":%s,\"note\":%s}]}"
            .formatted(record, column, value, secret);
    if (column.equals("note")) {
      body = body.replace(",\"note\":" + secret, "");
    }
    String request = body;
    assertThatThrownBy(() -> read(request))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
              assertThat(e.text()).contains(message).doesNotContain("secret-value", "Ghent");
            });
  }

  @Test
  void rightValuesAreTakenAsTheyAre() {
    ModelInput.Table table =
        (ModelInput.Table) read("{\"dataframe_records\":[{" + GOOD + "},{" + GOOD + "}]}").input();
    assertThat(table.rowCount()).isEqualTo(2);
    assertThat(table.columns().get(0).number(1)).isEqualTo(5);
    assertThat(table.columns().get(4).number(0)).isEqualTo(1);
    assertThat(table.columns().get(9).number(0)).isNaN();
  }

  @Test
  void wholeNumbersAndBrokenLinesOfBase64AreWhatTheyStandFor() {
    String record =
        GOOD.replace("\"count\":5", "\"count\":5.0")
            .replace("\"small\":1", "\"small\":-1e3")
            .replace("AAE=", "AA\\nE=\\n");
    ModelInput.Table table =
        (ModelInput.Table) read("{\"dataframe_records\":[{" + record + "}]}").input();
    assertThat(table.columns().get(0).number(0)).isEqualTo(5);
    assertThat(table.columns().get(1).number(0)).isEqualTo(-1000);
    assertThat(((ModelInput.Column.Texts) table.columns().get(6)).values()).containsExactly("AAE=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"inputs\":{\"a\":[5],\"b\":[NaN]}}",
        "{\"inputs\":{\"a\":5,\"b\":null}}",
        "{\"inputs\":[{\"b\":NaN,\"a\":5}]}",
        "{\"instances\":[{\"a\":5}]}",
        "{\"instances\":{\"a\":[5]}}"
      })
  void namedValuesComeByColumnByRowOrAsOneRow(String body) {
    InputSchema schema =
        schema(
            "[{\"name\":\"a\",\"type\":\"long\"},"
                + "{\"name\":\"b\",\"type\":\"double\",\"required\":false}]");
    ModelInput.Table table =
        (ModelInput.Table) ScoringRequest.fromJson(bytes(body), schema).input();
    assertThat(table.columns())
        .extracting(column -> column.number(0))
        .containsExactly(5.0, Double.NaN);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    InputSchema schema =
        schema("[{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"long\"}]");
    refuses(schema, "{\"dataframe_split\":{\"columns\":[\"a\"],\"data\":[[1]]}}", "'b' is missing");
    refuses(schema, "{\"dataframe_split\":{\"columns\":[\"a\",\"a\"],\"data\":[[1,1]]}}", "twice");
    refuses(
        schema, "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[[1,2],[1]]}}", "Row 1");
    refuses(schema, "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[7]}}", "Row 0");
    refuses(schema, "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":[]}}", "no rows");
    refuses(schema, "{\"dataframe_split\":[[1,2]]}", "columns and data");
    refuses(schema, "{\"dataframe_records\":[{\"a\":1,\"b\":2},{\"a\":1}]}", "missing in row 1");
    refuses(schema, "{\"dataframe_records\":{\"a\":1}}", "list of records");
    refuses(schema, "{\"instances\":[[1,2]]}", "instances[0]");
    refuses(schema, "{\"inputs\":{\"a\":[1],\"b\":[1,2]}}", "one length");
    refuses(schema, "{\"inputs\":{\"a\":[1],\"b\":1}}", "one length");
    refuses(schema, "{\"inputs\":{}}", "no rows");
    refuses(schema, "{\"inputs\":{\"a\":1}}", "'b' is missing in row 0");
    refuses(schema, "{\"inputs\":7}", "named columns");
    refuses(schema, "{\"inputs\":{\"a\":[1]}}", "'b' is missing");
    refuses(schema, "{\"inputs\":{\"a\":[1],\"b\":[1],\"c\":[1]}}", "'c'");
    refuses(schema, "{\"inputs\":[[1,2]]}", "named columns");
  }

  @Test
  void csvIsReadByTheSameRules() {
    InputSchema schema =
        schema(
            "[{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"string\"},"
                + "{\"name\":\"c\",\"type\":\"boolean\"}]");
    ModelInput.Table table =
        (ModelInput.Table)
            ScoringRequest.fromCsv(bytes("c,a,b\r\nTrue,1,\"x, \"\"y\"\"\"\n\nfalse,-2,z"), schema)
                .input();
    assertThat(table.columns().get(0).number(1)).isEqualTo(-2);
    assertThat(((ModelInput.Column.Texts) table.columns().get(1)).values())
        .containsExactly("x, \"y\"", "z");
    for (String csv :
        new String[] {
          "",
          "a,b\n1,x",
          "a,b,c,d\n1,x,true,4",
          "a,b,c",
          "a,b,c\n5.7,x,true",
          "a,b,c\n,x,true",
          "a,b,c\n1,x,yes",
          "a,b,c\n1,x",
          "a,b,c\n99999999999999999999,x,true"
        }) {
      assertThatThrownBy(() -> ScoringRequest.fromCsv(bytes(csv), schema))
          .as(csv)
          .isInstanceOf(MlflowException.class);
    }
  }

  private static void refuses(InputSchema schema, String body, String message) {
    assertThatThrownBy(() -> ScoringRequest.fromJson(bytes(body), schema))
        .as(body)
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining(message);
  }

  private static ScoringRequest read(String body) {
    return ScoringRequest.fromJson(bytes(body), SCHEMA);
  }

  private static InputSchema schema(String json) {
    return ModelSignature.parse(json, null).inputSchema();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
