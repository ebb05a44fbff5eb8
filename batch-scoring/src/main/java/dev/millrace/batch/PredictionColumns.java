package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The columns that predictions become: one, or one for each output of a model that has several. All
 * of them are seen before the first is written, since whole numbers and others may be mixed.
 */
public final class PredictionColumns {

  private final String column;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /** What predictions of one name are; later ones hold earlier ones where they are numbers. */
  public enum Kind {
    NOTHING,
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
        return TEXT;
      }
      boolean numbers = value.isArray();
      for (JsonNode each : value) {
        numbers &= each.isNumber() || each.isNull();
      }
      return numbers ? NUMBERS : JSON;
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
    if ((one == Kind.LONG && other == Kind.DOUBLE) || (one == Kind.NUMBERS && other == Kind.JSON)) {
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

  /** A value as CSV has it: a list is its JSON. */
  public static String text(JsonNode value) {
    return value.isNull() ? "" : value.isContainerNode() ? value.toString() : value.asText();
  }
}
