package dev.millrace.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

  private static final SearchSchema SCHEMA =
      SearchSchema.builder()
          .text("name", "run name")
          .number("start_time", "Created")
          .entity(EntityType.METRIC)
          .entity(EntityType.PARAMETER)
          .entity(EntityType.TAG)
          .filterOnly(EntityType.DATASET)
          .build();

  static Stream<Arguments> comparisons() {
    return Stream.of(
        Arguments.of("metrics.loss > 1", metric("loss"), Operator.GREATER, number("1")),
        Arguments.of(
            "metric.loss>=-1.5e-3", metric("loss"), Operator.GREATER_OR_EQUAL, number("-1.5e-3")),
        Arguments.of("metrics.a.b.c != +.5", metric("a.b.c"), Operator.NOT_EQUAL, number("0.5")),
        Arguments.of("metrics.`a b/c` < 1", metric("a b/c"), Operator.LESS, number("1")),
        Arguments.of("metrics.\"a b\" <= 1", metric("a b"), Operator.LESS_OR_EQUAL, number("1")),
        Arguments.of("metrics.`a``b` = 1", metric("a`b"), Operator.EQUAL, number("1")),
        Arguments.of(
            "params.lr = '0.1'",
            text(EntityType.PARAMETER, "lr"),
            Operator.EQUAL,
            new Value.Text("0.1")),
        Arguments.of(
            "param.lr = \"0.1\"",
            text(EntityType.PARAMETER, "lr"),
            Operator.EQUAL,
            new Value.Text("0.1")),
        Arguments.of(
            "tags.t = 'it''s \"so\"'",
            text(EntityType.TAG, "t"),
            Operator.EQUAL,
            new Value.Text("it's \"so\"")),
        Arguments.of(
            "tags.t like 'x%'", text(EntityType.TAG, "t"), Operator.LIKE, new Value.Text("x%")),
        Arguments.of(
            "tags.t ILike 'x%'", text(EntityType.TAG, "t"), Operator.ILIKE, new Value.Text("x%")),
        Arguments.of(
            "tags.t in ('a','b')",
            text(EntityType.TAG, "t"),
            Operator.IN,
            new Value.TextList(List.of("a", "b"))),
        Arguments.of(
            "tags.t not  in (\"a\")",
            text(EntityType.TAG, "t"),
            Operator.NOT_IN,
            new Value.TextList(List.of("a"))),
        Arguments.of(
            "tags.t IS NULL", text(EntityType.TAG, "t"), Operator.IS_NULL, new Value.None()),
        Arguments.of(
            "params.t is not null",
            text(EntityType.PARAMETER, "t"),
            Operator.IS_NOT_NULL,
            new Value.None()),
        Arguments.of(
            "name = 'x'", text(EntityType.ATTRIBUTE, "name"), Operator.EQUAL, new Value.Text("x")),
        Arguments.of(
            "`run name` = 'x'",
            text(EntityType.ATTRIBUTE, "name"),
            Operator.EQUAL,
            new Value.Text("x")),
        Arguments.of(
            "attr.name = 'x'",
            text(EntityType.ATTRIBUTE, "name"),
            Operator.EQUAL,
            new Value.Text("x")),
        Arguments.of(
            "run.Created > 5",
            new Field(EntityType.ATTRIBUTE, "start_time", true),
            Operator.GREATER,
            number("5")),
        Arguments.of(
            "datasets.digest = 'd'",
            text(EntityType.DATASET, "digest"),
            Operator.EQUAL,
            new Value.Text("d")));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void aComparisonIsRead(String text, Field field, Operator operator, Value value) {
    assertThat(Parser.filter(text, SCHEMA))
        .isEqualTo(new Filter.Comparison(field, operator, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n\t"})
  void aBlankFilterIsTrueForEverything(String text) {
    assertThat(Parser.filter(text, SCHEMA)).isEqualTo(new Filter.And(List.of()));
  }

  @Test
  void andBindsTighterThanOr() {
    Filter a = tag("a");
    Filter b = tag("b");
    Filter c = tag("c");
    assertThat(Parser.filter("tags.a='x' AND tags.b='x' and tags.c='x'", SCHEMA))
        .isEqualTo(new Filter.And(List.of(a, b, c)));
    assertThat(Parser.filter("tags.a='x' OR tags.b='x' AND tags.c='x'", SCHEMA))
        .isEqualTo(new Filter.Or(List.of(a, new Filter.And(List.of(b, c)))));
    assertThat(Parser.filter("(tags.a='x' OR tags.b='x') AND tags.c='x'", SCHEMA))
        .isEqualTo(new Filter.And(List.of(new Filter.Or(List.of(a, b)), c)));
    assertThat(Parser.filter("NOT tags.a='x' AND not (tags.b='x')", SCHEMA))
        .isEqualTo(new Filter.And(List.of(new Filter.Not(a), new Filter.Not(b))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "AND                        | 1",
        "tags.a='x' AND             | 15",
        "tags.a='x' tags.b='x'      | 12",
        "tags.a=='x'                | 8",
        "tags.a ! 'x'               | 8",
        "tags.a='x                  | 8",
        "'a'='x'                    | 1",
        "5 = 5                      | 1",
        "tags. = 'x'                | 7",
        "tags.a = x                 | 10",
        "tags.a                     | 7",
        "tags.a IS                  | 10",
        "tags.a IS 'x'              | 11",
        "tags.a NOT 'x'             | 8",
        "tags.a IN 'x'              | 8",
        "tags.a IN ()               | 12",
        "tags.a IN ('x'             | 15",
        "tags.a IN ('x',)           | 16",
        "tags.a = ('x')             | 8",
        "tags.a > 'x'               | 8",
        "metrics.a = '1'            | 13",
        "metrics.a = 1.2.3          | 13",
        "metrics.a = 1x             | 13",
        "metrics.a = 1e401          | 13",
        "metrics.a IN ('1')         | 11",
        "metrics.a IS NULL          | 11",
        "name IS NULL               | 6",
        "owner.a = 'x'              | 1",
        "size = 'x'                 | 1",
        "dataset.size = 'x'         | 1",
        "(tags.a='x'                | 12",
        "tags.a='x')                | 11",
        "tags.a='x'; DROP           | 11",
      })
  void aFaultIsNamedWithItsPosition(String text, int position) {
    assertThatThrownBy(() -> Parser.filter(text, SCHEMA))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageMatching("(?s).*position " + position + "\\b.*");
  }

  @Test
  void lengthDepthAndCountHaveBounds() {
    assertRefused("tags.a='" + "x".repeat(Parser.MAX_LENGTH) + "'", "longer than");
    assertRefused("(".repeat(5000), "nested deeper");
    assertRefused("NOT ".repeat(4000), "nested deeper");
    String clauses = String.join(" OR ", Collections.nCopies(Parser.MAX_CLAUSES + 1, "tags.a='x'"));
    assertRefused(clauses, "more than 200 comparisons");
    assertThat(Parser.filter("(".repeat(50) + "tags.a='x'" + ")".repeat(50), SCHEMA))
        .isEqualTo(tag("a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metrics.loss          | METRIC    | loss       | true",
        "metrics.loss DESC     | METRIC    | loss       | false",
        "metrics.`a b` asc     | METRIC    | a b        | true",
        "params.\"a b\" desc   | PARAMETER | a b        | false",
        "name                  | ATTRIBUTE | name       | true",
        "attributes.Created    | ATTRIBUTE | start_time | true",
        "`run name` DESC       | ATTRIBUTE | name       | false",
      })
  void anOrderIsRead(String text, EntityType type, String key, boolean ascending) {
    OrderBy order = Parser.orderBy(text, SCHEMA);
    assertThat(order.field().type()).isEqualTo(type);
    assertThat(order.field().key()).isEqualTo(key);
    assertThat(order.ascending()).isEqualTo(ascending);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "##                    | Invalid order_by clause ''. Could not be parsed.",
        "metrics.a DSC         | Invalid ordering key in order_by clause 'metrics.a DSC'.",
        "metrics.a DESC ASC    | Invalid order_by clause 'metrics.a DESC ASC'. Could not be parsed.",
        "metrics.a, metrics.b  | Could not be parsed.",
        "dataset.name          | Invalid identifier type 'dataset'",
        "owner                 | Invalid attribute key 'owner' specified.",
        "'name'                | Invalid clause(s)",
        "metrics.              | it ends where a comparison goes on",
      })
  void aBadOrderIsRefused(String text, String message) {
    assertThatThrownBy(() -> Parser.orderBy(text, SCHEMA))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining(message);
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> Parser.filter(text, SCHEMA))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining(message);
  }

  private static Field metric(String key) {
    return new Field(EntityType.METRIC, key, true);
  }

  private static Field text(EntityType type, String key) {
    return new Field(type, key, false);
  }

  private static Filter tag(String key) {
    return new Filter.Comparison(text(EntityType.TAG, key), Operator.EQUAL, new Value.Text("x"));
  }

  private static Value number(String text) {
    return new Value.Numeric(new BigDecimal(text));
  }
}
