package dev.millrace.core.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a filter or an order key so that the parser reads the same tree from it. */
public final class FilterPrinter {

  private static final String PART = "[\\p{L}\\p{Nd}_]+";

  private FilterPrinter() {}

  /** The filter as text; empty for the one that is true for everything. */
  public static String print(Filter filter) {
    if (filter instanceof Filter.And and) {
      return join(and.parts(), " AND ");
    }
    if (filter instanceof Filter.Or or) {
      return join(or.parts(), " OR ");
    }
    if (filter instanceof Filter.Not not) {
      return "NOT " + part(not.part());
    }
    if (filter instanceof Filter.Comparison comparison) {
      return print(comparison);
    }
    return quoted(((Filter.Word) filter).text(), '\'');
  }

  /** The order key as text. */
  public static String print(OrderBy orderBy) {
    return print(orderBy.field()) + (orderBy.ascending() ? " ASC" : " DESC");
  }

  /** The field as a filter names it. */
  public static String print(Field field) {
    if (field.type() == EntityType.ATTRIBUTE) {
      return isPlain(field.key()) ? field.key() : quoted(field.key(), '`');
    }
    String entity = field.type().word() + (field.type() == EntityType.DATASET ? "." : "s.");
    if (field.type() == EntityType.PARAMETER) {
      entity = "params.";
    }
    if (field.unlessKeyExists()) {
      return entity + field.wholeKey();
    }
    String aggregate = field.aggregate() == Aggregate.LAST ? "" : "." + field.aggregate().word();
    return aggregate.isEmpty() && isPlain(field.key()) && !endsInAggregate(field)
        ? entity + field.key()
        : entity + quoted(field.key(), '`') + aggregate;
  }

  private static String print(Filter.Comparison comparison) {
    String start = print(comparison.field()) + " " + comparison.operator().text();
    String value = print(comparison.value());
    return value.isEmpty() ? start : start + " " + value;
  }

  private static String print(Value value) {
    if (value instanceof Value.Text text) {
      return quoted(text.text(), '\'');
    }
    if (value instanceof Value.Numeric numeric) {
      return numeric.number().toString();
    }
    if (value instanceof Value.Moment moment) {
      return quoted(Instant.ofEpochMilli(moment.epochMillis()).toString(), '\'');
    }
    if (value instanceof Value.Now now) {
      return now(now.offsetMillis());
    }
    if (value instanceof Value.TextList list) {
      return list.texts().stream()
          .map(text -> quoted(text, '\''))
          .collect(Collectors.joining(", ", "(", ")"));
    }
    if (value instanceof Value.ScalarList list) {
      return list.scalars().stream()
          .map(FilterPrinter::print)
          .collect(Collectors.joining(", ", "(", ")"));
    }
    if (value instanceof Value.Range range) {
      return print(range.low()) + " AND " + print(range.high());
    }
    return "";
  }

  /** In the largest unit that it is a whole number of. */
  private static String now(long offsetMillis) {
    if (offsetMillis == 0) {
      return "now()";
    }
    long size = Math.abs(offsetMillis);
    String unit = "ms";
    for (DurationUnit candidate : DurationUnit.values()) {
      if (size % candidate.millis() == 0) {
        unit = candidate.word();
        size /= candidate.millis();
        break;
      }
    }
    return "now() " + (offsetMillis < 0 ? "- " : "+ ") + size + unit;
  }

  private static String join(List<Filter> parts, String between) {
    List<String> printed = new ArrayList<>();
    for (Filter part : parts) {
      printed.add(part(part));
    }
    return String.join(between, printed);
  }

  private static String part(Filter part) {
    boolean compound = part instanceof Filter.And || part instanceof Filter.Or;
    return compound ? "(" + print(part) + ")" : print(part);
  }

  private static boolean isPlain(String key) {
    return key.matches(PART + "(\\." + PART + ")*");
  }

  private static boolean endsInAggregate(Field field) {
    int dot = field.key().lastIndexOf('.');
    return field.type() == EntityType.METRIC
        && dot > 0
        && Aggregate.find(field.key().substring(dot + 1)).isPresent();
  }

  private static String quoted(String text, char quote) {
    String q = String.valueOf(quote);
    return q + text.replace(q, q + q) + q;
  }
}
