package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns that predictions become: one, or one for each output of a model that has several. All
 * of them are seen before the first is written, since whole numbers and others may be mixed.
 */
final class ParquetPredictions {

  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final String column;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /** What predictions of one name are; later ones hold earlier ones where they are numbers. */
  private enum Kind {
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

  ParquetPredictions(String column) {
    this.column = column;
  }

  /** Sees a prediction. */
  void learn(JsonNode prediction) {
    forEach(prediction, (name, value) -> kinds.merge(name, Kind.of(value), this::both));
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

  private void forEach(JsonNode prediction, BiConsumer<String, JsonNode> visitor) {
    if (prediction.isObject()) {
      prediction
          .fields()
          .forEachRemaining(
              output -> visitor.accept(column + "." + output.getKey(), output.getValue()));
    } else {
      visitor.accept(column, prediction);
    }
  }

  /** The columns, once all predictions were seen. */
  List<Type> fields() {
    if (kinds.isEmpty()) {
      kinds.put(column, Kind.DOUBLE);
    }
    return kinds.entrySet().stream().map(each -> field(each.getKey(), each.getValue())).toList();
  }

  private static Type field(String name, Kind kind) {
    return switch (kind) {
      case BOOLEAN -> ParquetTable.field(name, ParquetTable.Kind.BOOLEAN);
      case LONG -> ParquetTable.field(name, ParquetTable.Kind.LONG);
      case NOTHING, NO_NUMBER, DOUBLE -> ParquetTable.field(name, ParquetTable.Kind.DOUBLE);
      case TEXT -> ParquetTable.field(name, ParquetTable.Kind.TEXT);
      case JSON ->
          Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.jsonType()).named(name);
      case NUMBERS -> Types.optionalList().optionalElement(PrimitiveTypeName.DOUBLE).named(name);
    };
  }

  /** Adds the prediction of a row to it. */
  void write(Group row, JsonNode prediction) {
    forEach(prediction, (name, value) -> write(row, name, value));
  }

  private void write(Group row, String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    Kind kind = kinds.getOrDefault(name, Kind.NOTHING);
    switch (kind) {
      case BOOLEAN -> row.add(name, value.booleanValue());
      case LONG -> row.add(name, value.longValue());
      case NO_NUMBER, DOUBLE -> row.add(name, number(value));
      case TEXT -> row.add(name, Binary.fromString(value.textValue()));
      case JSON -> row.add(name, Binary.fromString(value.toString()));
      case NUMBERS -> {
        Group list = row.addGroup(name);
        for (JsonNode each : value) {
          Group element = list.addGroup("list");
          if (!each.isNull()) {
            element.add("element", number(each));
          }
        }
      }
      case NOTHING -> {}
    }
  }

  private static double number(JsonNode value) {
    return Double.parseDouble(value.asText());
  }
}
