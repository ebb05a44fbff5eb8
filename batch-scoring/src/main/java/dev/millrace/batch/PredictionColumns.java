package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The columns that predictions become: one, or one for each output of a model that has several. All
 * of them are seen before the first is written, since whole numbers and others may be mixed.
 */
public final class PredictionColumns {

  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final String column;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /** What predictions of one name are; later ones hold earlier ones where they are numbers. */
  public enum Kind {
    NOTHING,
    /** The name of a number that JSON has not, or a text of those letters. */
    NO_NUMBER,
    BOOLEAN,
    LONG,
    DOUBLE,
    TEXT,
    NUMBERS,
    JSON;

    static Kind of(JsonNode value) {
      if (value.isNull()) {
        return NOTHING;
      }
      if (value.isBoolean()) {
        return BOOLEAN;
      }
      if (value.isNumber()) {
        return value.canConvertToLong() && value.isIntegralNumber() ? LONG : DOUBLE;
      }
      if (value.isTextual()) {
        return isNoNumber(value) ? NO_NUMBER : TEXT;
      }
      boolean numbers = value.isArray();
      for (JsonNode each : value) {
        numbers &= each.isNumber() || each.isNull() || isNoNumber(each);
      }
      return numbers ? NUMBERS : JSON;
    }

    private static boolean isNoNumber(JsonNode value) {
      return value.isTextual() && NO_NUMBERS.contains(value.textValue());
    }
  }

  /**
   * @param column what the predictions are called
   */
  public PredictionColumns(String column) {
    this.column = column;
  }

  /**
   * Sees a prediction.
   *
   * @throws ScoringException where earlier ones of its name have another type
   */
  public void learn(JsonNode prediction) {
    forEach(prediction, (name, value) -> learn(name, Kind.of(value)));
  }

  /** Sees what others of a name are; the same error as {@link #learn(JsonNode)}. */
  public void learn(String name, Kind kind) {
    kinds.merge(name, kind, this::both);
  }

  private Kind both(Kind one, Kind other) {
    if (one == other || other == Kind.NOTHING) {
      return one;
    }
    if (one == Kind.NOTHING) {
      return other;
    }
    if (one.compareTo(other) > 0) {
      return both(other, one);
    }
    if (one == Kind.NO_NUMBER && (other == Kind.LONG || other == Kind.DOUBLE)) {
      return Kind.DOUBLE;
    }
    boolean holds =
        (one == Kind.NO_NUMBER && other == Kind.TEXT)
            || (one == Kind.LONG && other == Kind.DOUBLE)
            || (one == Kind.NUMBERS && other == Kind.JSON);
    if (holds) {
      return other;
    }
    throw new ScoringException("The predictions of two rows have different types.");
  }

  /** What was seen so far, by the names of the columns; nothing where nothing was. */
  public Map<String, Kind> seen() {
    return Collections.unmodifiableMap(kinds);
  }

  /** The columns, once all predictions were seen: at least one. */
  public Map<String, Kind> all() {
    return kinds.isEmpty() ? Map.of(column, Kind.DOUBLE) : kinds;
  }

  /** Visits the values of a prediction, each with the name of its column. */
  public void forEach(JsonNode prediction, BiConsumer<String, JsonNode> visitor) {
    if (prediction.isObject()) {
      prediction
          .fields()
          .forEachRemaining(
              output -> visitor.accept(column + "." + output.getKey(), output.getValue()));
    } else {
      visitor.accept(column, prediction);
    }
  }

  /** A value of a column of numbers, also one that JSON has no number for. */
  public static double number(JsonNode value) {
    return value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asText());
  }

  /** A value as CSV has it: a list is its JSON. */
  public static String text(JsonNode value) {
    return value.isNull() ? "" : value.isContainerNode() ? value.toString() : value.asText();
  }
}
