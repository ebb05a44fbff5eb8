package dev.millrace.core.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputPolicy;
import dev.millrace.core.signature.InputPolicy.ExtraColumns;
import dev.millrace.core.signature.InputPolicy.MissingColumns;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.SentTensor;
import dev.millrace.core.signature.TableReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with columns too many and too few, by what is allowed. */
class InputPolicyTest {

  private static final InputSchema SCHEMA =
      new InputSchema.Columns(
          List.of(
              new ColumnSpec("x", ColumnType.DOUBLE, true),
              new ColumnSpec("n", ColumnType.LONG, true)));
  private static final InputSchema IGNORES_EXTRA =
      SCHEMA.under(new InputPolicy(ExtraColumns.IGNORE, null));
  private static final InputSchema TAKES_NONE =
      SCHEMA.under(new InputPolicy(null, MissingColumns.NULL));

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

  @Test
  void aMissingIntegerIsRefusedAlways() {
    assertThatThrownBy(() -> read("{\"dataframe_records\":[{\"x\":1.5}]}", TAKES_NONE))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("Column 'n', row 0");
  }
}
