package dev.millrace.core.search;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generates filters that the schema of {@link ParserPropertyTest} knows. */
final class FilterArbitraries {

  private static final Set<Operator> PRESENCE = EnumSet.of(Operator.IS_NULL, Operator.IS_NOT_NULL);
  private static final Set<Operator> LIST = EnumSet.of(Operator.IN, Operator.NOT_IN);
  private static final Set<Operator> EQUALITY = EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL);
  private static final Set<Operator> LIKE = EnumSet.range(Operator.LIKE, Operator.NOT_ILIKE);
  private static final Set<Operator> ORDER = EnumSet.range(Operator.EQUAL, Operator.LESS_OR_EQUAL);
  private static final Set<Operator> RANGE = EnumSet.range(Operator.BETWEEN, Operator.NOT_BETWEEN);

  private FilterArbitraries() {}

  static Arbitrary<Filter> filters(int depth) {
    Arbitrary<Filter> leaf =
        Arbitraries.frequencyOf(
            Tuple.of(6, comparisons()), Tuple.of(1, texts().map(Filter.Word::new)));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Filter> part = Arbitraries.lazy(() -> filters(depth - 1));
    Arbitrary<List<Filter>> parts = part.list().ofMinSize(2).ofMaxSize(3);
    return Arbitraries.oneOf(
        leaf, parts.map(Filter.And::new), parts.map(Filter.Or::new), part.map(Filter.Not::new));
  }

  static Arbitrary<Field> fields() {
    Arbitrary<Aggregate> aggregates = Arbitraries.of(Aggregate.class);
    Arbitrary<String> plain = Arbitraries.of("loss", "val_loss", "a.b", "loss.min", "min", "1a");
    Arbitrary<String> keys = Arbitraries.oneOf(plain, texts());
    return Arbitraries.oneOf(
        Arbitraries.of(
            new Field(EntityType.ATTRIBUTE, "name", ValueType.TEXT),
            new Field(EntityType.ATTRIBUTE, "start_time", ValueType.TIME),
            new Field(EntityType.ATTRIBUTE, "size", ValueType.NUMBER),
            new Field(EntityType.ATTRIBUTE, "duration", ValueType.DURATION),
            new Field(EntityType.ATTRIBUTE, "experiment_id", ValueType.ID)),
        Combinators.combine(keys, aggregates)
            .as((k, a) -> new Field(EntityType.METRIC, k, ValueType.NUMBER, a, false)),
        Combinators.combine(plain, aggregates)
            .as((k, a) -> new Field(EntityType.METRIC, k, ValueType.NUMBER, a, true)),
        keys.map(k -> new Field(EntityType.PARAMETER, k, ValueType.TEXT)),
        keys.map(k -> new Field(EntityType.TAG, k, ValueType.TEXT)),
        Arbitraries.of("name", "digest", "context")
            .map(k -> new Field(EntityType.DATASET, k, ValueType.TEXT)));
  }

  private static Arbitrary<Filter> comparisons() {
    return fields().flatMap(FilterArbitraries::comparisonsOf);
  }

  private static Arbitrary<Filter> comparisonsOf(Field field) {
    Arbitrary<Filter> presence = comparisons(field, PRESENCE, Arbitraries.just(new Value.None()));
    Arbitrary<Value.Scalar> scalar = scalars(field);
    Arbitrary<Filter> numeric =
        Arbitraries.oneOf(
            comparisons(field, ORDER, scalar.map(v -> v)),
            comparisons(
                field, LIST, scalar.list().ofMinSize(1).ofMaxSize(3).map(Value.ScalarList::new)),
            comparisons(field, RANGE, Combinators.combine(scalar, scalar).as(Value.Range::new)));
    if (field.numeric()) {
      return Arbitraries.oneOf(presence, numeric);
    }
    boolean id = field.valueType() == ValueType.ID;
    Arbitrary<String> text = id ? Arbitraries.longs().map(String::valueOf) : texts();
    Arbitrary<Filter> textual =
        Arbitraries.oneOf(
            comparisons(field, EQUALITY, text.map(Value.Text::new)),
            comparisons(
                field, LIST, text.list().ofMinSize(1).ofMaxSize(3).map(Value.TextList::new)),
            comparisons(field, id ? EQUALITY : LIKE, text.map(Value.Text::new)));
    return field.type() == EntityType.PARAMETER
        ? Arbitraries.oneOf(presence, textual, numeric)
        : Arbitraries.oneOf(presence, textual);
  }

  private static Arbitrary<Filter> comparisons(
      Field field, Set<Operator> operators, Arbitrary<? extends Value> values) {
    return Combinators.combine(Arbitraries.of(operators), values)
        .as((operator, value) -> new Filter.Comparison(field, operator, value));
  }

  private static Arbitrary<Value.Scalar> scalars(Field field) {
    Arbitrary<Value.Scalar> numbers =
        Arbitraries.bigDecimals()
            .between(new BigDecimal("-1e30"), new BigDecimal("1e30"))
            .ofScale(6)
            .map(n -> new Value.Numeric(n.abs().signum() == 0 ? BigDecimal.ZERO : n));
    if (field.valueType() != ValueType.TIME) {
      return numbers;
    }
    return Arbitraries.oneOf(
        numbers,
        Arbitraries.longs().between(0, 4_102_444_800_000L).map(Value.Moment::new),
        Arbitraries.longs().between(-(1L << 61), 1L << 61).map(Value.Now::new),
        Arbitraries.integers().between(-52, 52).map(w -> new Value.Now(w * 604_800_000L)));
  }

  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(12),
        Arbitraries.strings().withCharRange('\u0001', '\u07ff').ofMaxLength(12),
        Arbitraries.of("", "'", "''", "`", "\"", "\\", "\\'", "\\'a", "a\\", "AND", "🏃 x"));
  }
}
