package dev.millrace.core.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.core.signature.TensorType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The reader without a tree reads what the reader of everything reads, or nothing. */
class PlainNumbersPropertyTest {

  private static final InputSchema MATRIX =
      new InputSchema.Tensors(List.of(new TensorSpec("", TensorType.FLOAT32, List.of(-1, 2))));
  private static final InputSchema COLUMNS =
      new InputSchema.Columns(
          List.of(
              new ColumnSpec("a", ColumnType.DOUBLE, true),
              new ColumnSpec("b", ColumnType.FLOAT, false)));

  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<String> value =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.doubles().map(String::valueOf)),
            Tuple.of(4, Arbitraries.longs().map(String::valueOf)),
            Tuple.of(
                1,
                Arbitraries.of(
                    "null",
                    "true",
                    "\"1\"",
                    "1e39",
                    "1e400",
                    "NaN",
                    "[1]",
                    "{}",
                    "01",
                    "123456789012345678901234567890")));
    Arbitrary<String> row =
        Arbitraries.frequencyOf(
                Tuple.of(9, value.list().ofSize(2)), Tuple.of(1, value.list().ofMaxSize(3)))
            .map(values -> values.stream().collect(Collectors.joining(",", "[", "]")));
    Arbitrary<String> rows =
        row.list().ofMaxSize(6).map(all -> all.stream().collect(Collectors.joining(",", "[", "]")));
    Arbitrary<String> form =
        Arbitraries.of(
            "{\"inputs\":%s}",
            "{\"instances\": %s}\n",
            "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":%s}}",
            "{\"dataframe_split\":{\"index\":[0,1],\"columns\":[\"a\",\"b\"],\"data\":%s}}",
            "{\"dataframe_split\":{\"columns\":[\"b\",\"a\"],\"data\":%s}}",
            "{\"dataframe_split\":{\"data\":%s,\"columns\":[\"a\",\"b\"]}}",
            "{\"inputs\":%s,\"params\":{\"k\":1}}",
            "{\"inputs\":%s,\"inputs\":[[1,2]]}",
            "{\"inputs\":%s}{}",
            "{\"inputs\":%s");
    return Combinators.combine(form, rows).as(String::formatted);
  }

  @Property
  void whatIsReadIsWhatTheTreeSays(@ForAll("bodies") String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    for (InputSchema schema : List.of(MATRIX, COLUMNS)) {
      ModelInput plain = PlainNumbers.read(bytes, schema);
      if (plain != null) {
        assertThat(plain)
            .usingRecursiveComparison()
            .isEqualTo(ScoringRequest.fromAnyJson(bytes, schema).input());
      }
    }
  }

  @Example
  void thePlainestRequestsAreReadSo() {
    String rows = "[[1,2.5],[-3e2,4]]";
    assertThat(plain("{\"inputs\":" + rows + "}", MATRIX)).isNotNull();
    assertThat(plain("{\"instances\":" + rows + "}", MATRIX)).isNotNull();
    String split = "{\"dataframe_split\":{\"columns\":[\"a\",\"b\"],\"data\":" + rows + "}}";
    assertThat(plain(split, COLUMNS)).isNotNull();
    assertThat(plain(split.replace("{\"columns", "{\"index\":[0,1],\"columns"), COLUMNS))
        .isNotNull();
  }

  private static ModelInput plain(String body, InputSchema schema) {
    return PlainNumbers.read(body.getBytes(StandardCharsets.UTF_8), schema);
  }
}
