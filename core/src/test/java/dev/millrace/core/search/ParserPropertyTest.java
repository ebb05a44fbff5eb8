package dev.millrace.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every text and of every tree. */
class ParserPropertyTest {

  private static final SearchSchema SCHEMA =
      SearchSchema.builder()
          .text("name", "run name")
          .time("start_time")
          .attribute(ValueType.NUMBER, "size")
          .attribute(ValueType.DURATION, "duration")
          .attribute(ValueType.ID, "experiment_id")
          .entity(EntityType.METRIC)
          .entity(EntityType.PARAMETER)
          .entity(EntityType.TAG)
          .filterOnly(EntityType.DATASET)
          .build();

  private static final Pattern POSITION =
      Pattern.compile("\\(at position (\\d+)\\)\\n([^\\n]*)\\n( *)\\^$");

  @Property(tries = 10_000)
  void anyTextIsReadOrRefusedWithAPositionInIt(@ForAll("texts") String text) {
    Throwable thrown = catchThrowable(() -> Parser.filter(text, SCHEMA));
    assertReadOrRefused(text, thrown);
  }

  @Property(tries = 2_000)
  void anyOrderKeyIsReadOrRefusedWithAPositionInIt(@ForAll("texts") String text) {
    Throwable thrown = catchThrowable(() -> Parser.orderBy(text, SCHEMA));
    assertReadOrRefused(text, thrown);
  }

  @Property(tries = 2_000)
  void aPrintedFilterIsReadAsTheSameTree(@ForAll("filters") Filter filter) {
    assertThat(Parser.filter(FilterPrinter.print(filter), SCHEMA)).isEqualTo(filter);
  }

  @Property(tries = 2_000)
  void aPrintedOrderIsReadAsTheSame(@ForAll("fields") Field field, @ForAll boolean ascending) {
    OrderBy order = new OrderBy(field, ascending);
    Throwable thrown =
        catchThrowable(
            () -> assertThat(Parser.orderBy(FilterPrinter.print(order), SCHEMA)).isEqualTo(order));
    if (field.type() == EntityType.DATASET) {
      assertThat(thrown).hasMessageContaining("Invalid identifier type 'dataset'");
    } else {
      assertThat(thrown).isNull();
    }
  }

  private static void assertReadOrRefused(String text, Throwable thrown) {
    if (thrown == null) {
      return;
    }
    assertThat(thrown).isInstanceOf(MlflowException.class);
    assertThat(((MlflowException) thrown).code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
    Matcher matcher = POSITION.matcher(((MlflowException) thrown).text());
    assertThat(matcher.find()).as(((MlflowException) thrown).text()).isTrue();
    int position = Integer.parseInt(matcher.group(1));
    assertThat(position).isBetween(1, text.length() + 1);
    assertThat(matcher.group(3).length()).isLessThanOrEqualTo(matcher.group(2).length());
  }

  /** Anything at all, and pieces of filters in any order, which come further. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "metrics.",
            "params.",
            "tags.",
            "dataset.",
            "attr.",
            "name",
            "start_time",
            "duration",
            "loss",
            ".min",
            ".count",
            "`a b`",
            "'x'",
            "\"y\"",
            "'it''s",
            "`",
            "'",
            "\"",
            "=",
            "!=",
            "<",
            ">=",
            "<>",
            "~",
            "LIKE",
            "ilike",
            "IN",
            "NOT",
            "AND",
            "or",
            "IS",
            "NULL",
            "BETWEEN",
            "(",
            ")",
            ",",
            "now()",
            "-",
            "+",
            "7d",
            "1e5",
            "-1.5",
            ".5",
            "1e999",
            "'2026-01-31'",
            " ",
            "  ",
            "\n",
            "\t",
            "\u00a0",
            "resnet-50",
            "é",
            "🏃",
            "\0",
            "\ud800",
            "\\",
            ";",
            "#",
            "--",
            "experiment_id",
            "'12'");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        Arbitraries.strings().ascii().ofMaxLength(60),
        piece.list().ofMaxSize(25).map(pieces -> String.join("", pieces)),
        piece.list().ofMaxSize(25).map(pieces -> String.join(" ", pieces)),
        Combinators.combine(piece, Arbitraries.integers().between(1, 9_000)).as(String::repeat));
  }

  @Provide
  Arbitrary<Filter> filters() {
    return FilterArbitraries.filters(3);
  }

  @Provide
  Arbitrary<Field> fields() {
    return FilterArbitraries.fields();
  }
}
