package dev.millrace.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

  static final SearchSchema SCHEMA =
      SearchSchema.builder()
          .text("name", "run name")
          .time("start_time", "Created")
          .attribute(ValueType.DURATION, "took")
          .entity(EntityType.METRIC)
          .entity(EntityType.PARAMETER)
          .entity(EntityType.TAG)
          .filterOnly(EntityType.DATASET)
          .build();

  private static final Field START = new Field(EntityType.ATTRIBUTE, "start_time", ValueType.TIME);

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
            "tags.t in ('a',)",
            text(EntityType.TAG, "t"),
            Operator.IN,
            new Value.TextList(List.of("a"))),
        Arguments.of("`metrics`.`a b` = 1", metric("a b"), Operator.EQUAL, number("1")),
        Arguments.of("`metrics`.loss = 1", metric("loss"), Operator.EQUAL, number("1")),
        Arguments.of("metrics.'a b' = 1.", metric("a b"), Operator.EQUAL, number("1")),
        Arguments.of("metrics.loss\u00a0=\n1", metric("loss"), Operator.EQUAL, number("1")),
        Arguments.of(
            "metrics.loss.min < 1",
            aggregate("loss", Aggregate.MIN, true),
            Operator.LESS,
            number("1")),
        Arguments.of(
            "metrics.a.b.count < 1",
            aggregate("a.b", Aggregate.COUNT, true),
            Operator.LESS,
            number("1")),
        Arguments.of(
            "metrics.`loss`.max < 1",
            aggregate("loss", Aggregate.MAX, false),
            Operator.LESS,
            number("1")),
        Arguments.of("metrics.`loss.min` < 1", metric("loss.min"), Operator.LESS, number("1")),
        Arguments.of("metrics.`loss`.last < 1", metric("loss"), Operator.LESS, number("1")),
        Arguments.of("metrics.min < 1", metric("min"), Operator.LESS, number("1")),
        Arguments.of(
            "metrics.a between -1 and 2.5",
            metric("a"),
            Operator.BETWEEN,
            new Value.Range(number("-1"), number("2.5"))),
        Arguments.of(
            "metrics.a not between 1 and 2",
            metric("a"),
            Operator.NOT_BETWEEN,
            new Value.Range(number("1"), number("2"))),
        Arguments.of(
            "metrics.a NOT IN (1, 2.5)",
            metric("a"),
            Operator.NOT_IN,
            new Value.ScalarList(List.of(number("1"), number("2.5")))),
        Arguments.of("metrics.a IS NULL", metric("a"), Operator.IS_NULL, new Value.None()),
        Arguments.of(
            "params.lr > 0.01", text(EntityType.PARAMETER, "lr"), Operator.GREATER, number("0.01")),
        Arguments.of(
            "params.lr IN (1, 2)",
            text(EntityType.PARAMETER, "lr"),
            Operator.IN,
            new Value.ScalarList(List.of(number("1"), number("2")))),
        Arguments.of(
            "tags.t not like 'x%'",
            text(EntityType.TAG, "t"), Operator.NOT_LIKE, new Value.Text("x%")),
        Arguments.of(
            "tags.t = 'it\\'s'",
            text(EntityType.TAG, "t"),
            Operator.EQUAL,
            new Value.Text("it\\'s")),
        Arguments.of(
            "tags.t LIKE 'a\\'", text(EntityType.TAG, "t"), Operator.LIKE, new Value.Text("a\\")),
        Arguments.of(
            "start_time > now() - 7d", START, Operator.GREATER, new Value.Now(-604_800_000L)),
        Arguments.of("start_time > NOW()-90s", START, Operator.GREATER, new Value.Now(-90_000L)),
        Arguments.of("start_time < now()", START, Operator.LESS, new Value.Now(0)),
        Arguments.of("start_time < now() + 1.5h", START, Operator.LESS, new Value.Now(5_400_000L)),
        Arguments.of(
            "start_time >= '2026-01-31'",
            START,
            Operator.GREATER_OR_EQUAL,
            new Value.Moment(1_769_817_600_000L)),
        Arguments.of(
            "start_time >= \"2026-01-31 12:30\"",
            START,
            Operator.GREATER_OR_EQUAL,
            new Value.Moment(1_769_862_600_000L)),
        Arguments.of(
            "start_time >= '2026-01-31T12:30:00.5+02:00'",
            START,
            Operator.GREATER_OR_EQUAL,
            new Value.Moment(1_769_855_400_500L)),
        Arguments.of(
            "start_time BETWEEN '2026-01-31' AND now()",
            START,
            Operator.BETWEEN,
            new Value.Range(new Value.Moment(1_769_817_600_000L), new Value.Now(0))),
        Arguments.of(
            "took > 2h",
            new Field(EntityType.ATTRIBUTE, "took", ValueType.DURATION),
            Operator.GREATER,
            number("7.2E+6")),
        Arguments.of(
            "name IS NULL", text(EntityType.ATTRIBUTE, "name"), Operator.IS_NULL, new Value.None()),
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
        Arguments.of("run.Created > 5", START, Operator.GREATER, number("5")),
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "resnet              | resnet",
        "resnet 50           | resnet+50",
        "resnet AND 50       | resnet+50",
        "resnet-50 'a b'     | resnet-50+a b",
        "upbeat-whale-42     | upbeat-whale-42",
        "\"it's\"          | it's",
        "2026-01-31 a/b x.y  | 2026-01-31+a/b+x.y",
        "what is this        | what+is+this",
        "höhe 多             | höhe+多",
        "'name'              | name",
        "names               | names",
      })
  void wordsAreSearchedFor(String text, String words) {
    List<Filter> parts = Stream.of(words.split("\\+")).<Filter>map(Filter.Word::new).toList();
    assertThat(Parser.filter(text, SCHEMA))
        .isEqualTo(parts.size() == 1 ? parts.get(0) : new Filter.And(parts));
  }

  @Test
  void wordsAndComparisonsAreJoinedByKeywords() {
    assertThat(Parser.filter("resnet 50 AND tags.a='x' OR NOT b", SCHEMA))
        .isEqualTo(
            new Filter.Or(
                List.of(
                    new Filter.And(
                        List.of(new Filter.Word("resnet"), new Filter.Word("50"), tag("a"))),
                    new Filter.Not(new Filter.Word("b")))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags.a='x' tags.b='x'",
        "tags.a='x'tags.b='x'",
        "tags.a='x'AND tags.b='x' AND",
        "AND tags.a='x' AND AND tags.b='x'",
      })
  void anAndThatIsMissingOrTooManyIsForgiven(String text) {
    assertThat(Parser.filter(text, SCHEMA)).isEqualTo(new Filter.And(List.of(tag("a"), tag("b"))));
    assertThat(Parser.filter("AND", SCHEMA)).isEqualTo(new Filter.And(List.of()));
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
      value = {
        "metrics.loss          | METRIC    | loss       | true",
        "metrics.loss DESC     | METRIC    | loss       | false",
        "metrics.`a b` asc     | METRIC    | a b        | true",
        "params.\"a b\" desc   | PARAMETER | a b        | false",
        "name                  | ATTRIBUTE | name       | true",
        "attributes.Created    | ATTRIBUTE | start_time | true",
        "`run name` DESC       | ATTRIBUTE | name       | false",
        "`metrics`.`a b` DESC  | METRIC    | a b        | false",
        "'  metrics.order  '   | METRIC    | order      | true",
      })
  void anOrderIsRead(String text, EntityType type, String key, boolean ascending) {
    OrderBy order = Parser.orderBy(text, SCHEMA);
    assertThat(order.field().type()).isEqualTo(type);
    assertThat(order.field().key()).isEqualTo(key);
    assertThat(order.ascending()).isEqualTo(ascending);
  }

  private static Field aggregate(String key, Aggregate aggregate, boolean unlessKeyExists) {
    return new Field(EntityType.METRIC, key, ValueType.NUMBER, aggregate, unlessKeyExists);
  }

  private static Field metric(String key) {
    return new Field(EntityType.METRIC, key, ValueType.NUMBER);
  }

  private static Field text(EntityType type, String key) {
    return new Field(type, key, ValueType.TEXT);
  }

  private static Filter tag(String key) {
    return new Filter.Comparison(text(EntityType.TAG, key), Operator.EQUAL, new Value.Text("x"));
  }

  private static Value.Numeric number(String text) {
    return new Value.Numeric(new BigDecimal(text));
  }
}
