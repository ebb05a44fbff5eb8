package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.batch.PredictionColumns.Kind;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Predictions as columns of Parquet. */
final class ParquetPredictions {

  private final PredictionColumns columns;

  ParquetPredictions(String column) {
    this.columns = new PredictionColumns(column);
  }

  /** Sees a prediction. */
  void learn(JsonNode prediction) {
    columns.learn(prediction);
  }

  /** The columns, once all predictions were seen. */
  List<Type> fields() {
    return columns.all().entrySet().stream()
        .map(each -> field(each.getKey(), each.getValue()))
        .toList();
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
    columns.forEach(prediction, (name, value) -> write(row, name, value));
  }

  private void write(Group row, String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    Kind kind = columns.all().getOrDefault(name, Kind.NOTHING);
    switch (kind) {
      case BOOLEAN -> row.add(name, value.booleanValue());
      case LONG -> row.add(name, value.longValue());
      case NO_NUMBER, DOUBLE -> row.add(name, PredictionColumns.number(value));
      case TEXT -> row.add(name, Binary.fromString(value.textValue()));
      case JSON -> row.add(name, Binary.fromString(value.toString()));
      case NUMBERS -> {
        Group list = row.addGroup(name);
        for (JsonNode each : value) {
          Group element = list.addGroup("list");
          if (!each.isNull()) {
            element.add("element", PredictionColumns.number(each));
          }
        }
      }
      case NOTHING -> {}
    }
  }
}
