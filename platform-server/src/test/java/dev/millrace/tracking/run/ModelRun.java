package dev.millrace.tracking.run;

import dev.millrace.core.search.Aggregate;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.Operator;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run in memory, with a plain reading of what a filter and an order say of it. */
record ModelRun(
    String id,
    String name,
    long startTime,
    @Nullable Long endTime,
    Map<String, List<Double>> metrics,
    Map<String, String> params,
    Map<String, String> tags) {

  static final List<String> METRICS = List.of("loss", "acc", "loss.min");
  static final List<String> KEYS = List.of("lr", "opt");
  static final List<String> TEXTS =
      List.of("0.1", "1e-1", "7", "adam", "Adam_2", "", "a%b", "-3.50");
  static final List<Double> NUMBERS = List.of(-1.0, 0.0, 0.5, 1.0, 2.0, 7.0);

  static ModelRun random(Random random, int i) {
    Map<String, List<Double>> metrics = new TreeMap<>();
    for (String key : METRICS) {
      int points = random.nextInt(4);
      List<Double> values = new ArrayList<>();
      for (int p = 0; p < points; p++) {
        values.add(random.nextInt(6) == 0 ? Double.NaN : pick(random, NUMBERS));
      }
      if (points > 0 && !(key.equals("loss.min") && random.nextBoolean())) {
        metrics.put(key, values);
      }
    }
    long start = 1_700_000_000_000L + random.nextInt(4) * 1000L;
    Long end = random.nextBoolean() ? null : Long.valueOf(start + random.nextInt(3) * 1000L);
    return new ModelRun(
        "",
        "run-" + (i % 7) + pick(random, List.of("x", "Y", "z")) + i,
        start,
        end,
        metrics,
        texts(random),
        texts(random));
  }

  private static Map<String, String> texts(Random random) {
    Map<String, String> texts = new TreeMap<>();
    for (String key : KEYS) {
      if (random.nextInt(3) > 0) {
        texts.put(key, pick(random, TEXTS));
      }
    }
    return texts;
  }

  static <T> T pick(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  ModelRun withId(String newId) {
    return new ModelRun(newId, name, startTime, endTime, metrics, params, tags);
  }

  boolean matches(Filter filter) {
    if (filter instanceof Filter.And and) {
      return and.parts().stream().allMatch(this::matches);
    }
    if (filter instanceof Filter.Or or) {
      return or.parts().stream().anyMatch(this::matches);
    }
    if (filter instanceof Filter.Not not) {
      return !matches(not.part());
    }
    if (filter instanceof Filter.Word word) {
      String text = word.text().toLowerCase(Locale.ROOT);
      return Stream.concat(
              Stream.of(id, name),
              tags.entrySet().stream().flatMap(e -> Stream.of(e.getKey(), e.getValue())))
          .anyMatch(t -> t.toLowerCase(Locale.ROOT).contains(text));
    }
    Filter.Comparison comparison = (Filter.Comparison) filter;
    Object value = value(comparison.field());
    return switch (comparison.operator()) {
      case IS_NULL -> value == null;
      case IS_NOT_NULL -> value != null;
      default ->
          value instanceof String text
              ? matches(text, comparison.operator(), comparison.value())
              : value != null
                  && matches(
                      ((Number) value).doubleValue(), comparison.operator(), comparison.value());
    };
  }

  /** What comes first: present values in their order, NaN behind them and what is absent last. */
  int compare(ModelRun other, OrderBy orderBy) {
    Object mine = value(orderBy.field());
    Object theirs = other.value(orderBy.field());
    int rank = Integer.compare(rank(mine), rank(theirs));
    if (rank != 0 || rank(mine) > 0) {
      return rank;
    }
    int order =
        mine instanceof String text
            ? text.compareTo((String) theirs)
            : Comparator.<Double>naturalOrder()
                .compare(((Number) mine).doubleValue(), ((Number) theirs).doubleValue());
    return orderBy.ascending() ? order : -order;
  }

  private static int rank(@Nullable Object value) {
    return value == null ? 2 : value instanceof Double d && d.isNaN() ? 1 : 0;
  }

  private @Nullable Object value(Field field) {
    return switch (field.type()) {
      case METRIC ->
          field.unlessKeyExists() && metrics.containsKey(field.wholeKey())
              ? aggregate(metrics.get(field.wholeKey()), Aggregate.LAST)
              : aggregate(metrics.get(field.key()), field.aggregate());
      case PARAMETER -> params.get(field.key());
      case TAG -> tags.get(field.key());
      case DATASET -> null;
      case ATTRIBUTE ->
          switch (field.key()) {
            case "run_name" -> name;
            case "run_id" -> id;
            case "status" -> endTime == null ? "RUNNING" : "FINISHED";
            case "start_time" -> (Object) startTime;
            case "end_time" -> endTime;
            default -> endTime == null ? null : (Object) (endTime - startTime);
          };
    };
  }

  private static @Nullable Double aggregate(@Nullable List<Double> values, Aggregate aggregate) {
    if (values == null) {
      return null;
    }
    List<Double> numbers = values.stream().filter(v -> !v.isNaN()).sorted().toList();
    return switch (aggregate) {
      case LAST -> values.get(values.size() - 1);
      case FIRST -> values.get(0);
      case COUNT -> (double) values.size();
      case MIN -> numbers.isEmpty() ? null : numbers.get(0);
      case MAX -> numbers.isEmpty() ? null : numbers.get(numbers.size() - 1);
    };
  }

  private static boolean matches(String text, Operator operator, Value value) {
    if (value instanceof Value.TextList list) {
      return list.texts().contains(text) == (operator == Operator.IN);
    }
    if (value instanceof Value.Text other) {
      return switch (operator) {
        case EQUAL -> text.equals(other.text());
        case NOT_EQUAL -> !text.equals(other.text());
        case LIKE -> like(text, other.text(), 0);
        case NOT_LIKE -> !like(text, other.text(), 0);
        case ILIKE -> like(text, other.text(), Pattern.CASE_INSENSITIVE);
        default -> !like(text, other.text(), Pattern.CASE_INSENSITIVE);
      };
    }
    return text.matches("[-+]?[0-9.]+(e[-+]?[0-9]+)?")
        && matches(new BigDecimal(text).doubleValue(), operator, value);
  }

  private static boolean like(String text, String pattern, int flags) {
    String regex =
        pattern
            .chars()
            .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
            .reduce("", String::concat);
    return Pattern.compile(regex, flags).matcher(text).matches();
  }

  private static boolean matches(double number, Operator operator, Value value) {
    if (value instanceof Value.ScalarList list) {
      return list.scalars().stream().anyMatch(s -> of(s) == number) == (operator == Operator.IN);
    }
    if (value instanceof Value.Range range) {
      double low = of(range.low());
      double high = of(range.high());
      return operator == Operator.BETWEEN
          ? number >= low && number <= high
          : number < low || number > high;
    }
    double other = of((Value.Scalar) value);
    return switch (operator) {
      case EQUAL -> number == other;
      case NOT_EQUAL -> number != other;
      case GREATER -> number > other;
      case GREATER_OR_EQUAL -> number >= other;
      case LESS -> number < other;
      default -> number <= other;
    };
  }

  private static double of(Value.Scalar scalar) {
    return scalar.number(System.currentTimeMillis()).doubleValue();
  }
}
