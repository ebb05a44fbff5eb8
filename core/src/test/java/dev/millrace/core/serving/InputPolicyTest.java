package dev.millrace.core.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputPolicy;
import dev.millrace.core.signature.InputPolicy.ExtraColumns;
import dev.millrace.core.signature.InputPolicy.MissingColumns;
import dev.millrace.core.signature.InputPolicy.OtherTypes;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.SentTensor;
import dev.millrace.core.signature.TableReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with columns too many and too few, by what is allowed. */
class InputPolicyTest {

  private static final InputSchema SCHEMA =
      new InputSchema.Columns(
          List.of(
              new ColumnSpec("x", ColumnType.DOUBLE, true),
              new ColumnSpec("n", ColumnType.LONG, true)));
  private static final InputSchema IGNORES_EXTRA =
      SCHEMA.under(new InputPolicy(ExtraColumns.IGNORE, null, null));
  private static final InputSchema TAKES_NONE =
      SCHEMA.under(new InputPolicy(null, MissingColumns.NULL, null));

  private static final InputSchema CONVERTS =
      SCHEMA.under(new InputPolicy(null, null, OtherTypes.CONVERT));

  @Test
  void whatIsSetWinsOverWhatIsCompatible() {
    InputPolicy refusing = new InputPolicy(ExtraColumns.REFUSE, null, null);
    assertThat(refusing.or(InputPolicy.MLFLOW_COMPATIBLE))
        .isEqualTo(new InputPolicy(ExtraColumns.REFUSE, MissingColumns.NULL, OtherTypes.CONVERT));
    assertThat(refusing.or(InputPolicy.STRICT)).isEqualTo(refusing);
  }

  private static ModelInput.Table read(String body, InputSchema schema) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return (ModelInput.Table) ScoringRequest.fromJson(bytes, schema).input();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dataframe_split\":{\"columns\":[\"n\",\"other\",\"x\"],\"data\":[[7,\"?\",1.5]]}}",
        "{\"dataframe_records\":[{\"n\":7,\"other\":\"?\",\"x\":1.5}]}",
        "{\"inputs\":{\"n\":[7],\"other\":[\"?\"],\"x\":[1.5]}}"
      })
  void extraColumnsAreLeftOutWhereTheyMay(String body) {
    ModelInput.Table table = read(body, IGNORES_EXTRA);
    assertThat(table.columns()).extracting(column -> column.number(0)).containsExactly(1.5, 7.0);
    assertThatThrownBy(() -> read(body, SCHEMA))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("'other'");
  }

  @Test
  void extraColumnsOfCsvAndOfTensorsAreLeftOutToo() {
    byte[] csv = "other,x,n\n?,1.5,7\n".getBytes(StandardCharsets.UTF_8);
    ModelInput.Table table = (ModelInput.Table) ScoringRequest.fromCsv(csv, IGNORES_EXTRA).input();
    assertThat(table.columns()).extracting(column -> column.number(0)).containsExactly(1.5, 7.0);

    table =
        new TableReader((InputSchema.Columns) IGNORES_EXTRA)
            .readTensors(
                List.of(
                    new SentTensor("x", new long[] {1}, new double[] {1.5}),
                    new SentTensor("other", new long[] {1}, new double[] {9}),
                    new SentTensor("n", new long[] {1}, new long[] {7})));
    assertThat(table.columns()).extracting(column -> column.number(0)).containsExactly(1.5, 7.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dataframe_split\":{\"columns\":[\"n\"],\"data\":[[7]]}}",
        "{\"dataframe_records\":[{\"n\":7}]}",
        "{\"dataframe_records\":[{\"n\":7,\"x\":null}]}",
        "{\"inputs\":{\"n\":[7]}}"
      })
  void missingValuesAreNoneWhereTheyMay(String body) {
    ModelInput.Table table = read(body, TAKES_NONE);
    assertThat(table.columns())
        .extracting(column -> column.number(0))
        .containsExactly(Double.NaN, 7.0);
    assertThatThrownBy(() -> read(body, SCHEMA))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("'x'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "1.5"  | "7"   | 1.5 | 7
          " 2 "  | "7.0" | 2   | 7
          true   | false | 1   | 0
          "-1e3" | "+7"  | -1000 | 7
          """)
  void otherTypesAreConvertedWhereTheyMay(String x, String n, double real, double integer) {
    String body = "{\"dataframe_records\":[{\"x\":%s,\"n\":%s}]}".formatted(x, n);
    assertThat(read(body, CONVERTS).columns())
        .extracting(column -> column.number(0))
        .containsExactly(real, integer);
    assertThatThrownBy(() -> read(body, SCHEMA)).isInstanceOf(MlflowException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":\"many\",\"n\":7}",
        "{\"x\":\"\",\"n\":7}",
        "{\"x\":\"NaN\",\"n\":7}",
        "{\"x\":\"1d\",\"n\":7}",
        "{\"x\":\"1e999\",\"n\":7}",
        "{\"x\":[1],\"n\":7}",
        "{\"x\":1.5,\"n\":\"7.5\"}",
        "{\"x\":1.5,\"n\":7.5}",
        "{\"x\":1.5,\"n\":\"9223372036854775808\"}"
      })
  void whatWouldLoseSomethingIsRefusedAlways(String record) {
    assertThatThrownBy(() -> read("{\"dataframe_records\":[" + record + "]}", CONVERTS))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("row 0: expected");
  }

  @Test
  void truthAndTextsAreConvertedToo() {
    InputSchema schema =
        new InputSchema.Columns(
                List.of(
                    new ColumnSpec("flag", ColumnType.BOOLEAN, true),
                    new ColumnSpec("city", ColumnType.STRING, true)))
            .under(new InputPolicy(null, null, OtherTypes.CONVERT));
    ModelInput.Table table =
        read(
            "{\"inputs\":{\"flag\":[0,\"True\",1.0,\"false\"],\"city\":[7,\"x\",1.5,\"\"]}}",
            schema);
    assertThat(((ModelInput.Column.Booleans) table.columns().get(0)).values())
        .containsExactly(false, true, true, false);
    assertThat(((ModelInput.Column.Texts) table.columns().get(1)).values())
        .containsExactly("7", "x", "1.5", "");
    byte[] csv = "flag,city\n1,7\n".getBytes(StandardCharsets.UTF_8);
    table = (ModelInput.Table) ScoringRequest.fromCsv(csv, schema).input();
    assertThat(table.columns().get(0).number(0)).isEqualTo(1);
    for (String flag : List.of("2", "\"yes\"", "[]")) {
      assertThatThrownBy(
              () -> read("{\"inputs\":{\"flag\":[" + flag + "],\"city\":[\"x\"]}}", schema))
          .as(flag)
          .isInstanceOf(MlflowException.class);
    }
  }

  @Test
  void aMissingIntegerIsRefusedAlways() {
    assertThatThrownBy(() -> read("{\"dataframe_records\":[{\"x\":1.5}]}", TAKES_NONE))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("Column 'n', row 0");
  }
}
