package dev.millrace.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.batch.PredictionColumns;
import dev.millrace.batch.PredictionColumns.Kind;
import dev.millrace.batch.ScoringException;
import dev.millrace.core.json.MlflowJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Makes of a row that is scored the one of the output: what is kept, and the predictions. */
final class WriteRow implements MapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private final StructType schema;
  private final int kept;
  private final String predictionColumn;
  private final LinkedHashMap<String, Kind> kinds;
  private final ArrayList<String> names;
  private final boolean text;

  /**
   * @param columns all that the predictions are
   * @throws ScoringException where a prediction is called as a column of the input
   */
  WriteRow(Table table, PredictionColumns columns) {
    this.kept = table.kept().size();
    this.predictionColumn = table.choice().predictionColumn();
    this.kinds =
        table.hasPredictionColumns() ? new LinkedHashMap<>(columns.all()) : new LinkedHashMap<>();
    this.names = new ArrayList<>(kinds.keySet());
    this.text = table.isText();
    StructType output = table.kept();
    for (Map.Entry<String, Kind> column : kinds.entrySet()) {
      output = output.add(column.getKey(), text ? DataTypes.StringType : type(column.getValue()));
    }
    this.schema = output;
    if (new HashSet<>(List.of(output.fieldNames())).size() < output.size()) {
      throw new ScoringException(
          "The input has a column as the predictions are called: call those something else.");
    }
  }

  StructType schema() {
    return schema;
  }

  private static DataType type(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> DataTypes.BooleanType;
      case LONG -> DataTypes.LongType;
      case NOTHING, NO_NUMBER, DOUBLE -> DataTypes.DoubleType;
      case TEXT, JSON -> DataTypes.StringType;
      case NUMBERS -> DataTypes.createArrayType(DataTypes.DoubleType, true);
    };
  }

  @Override
  public Row call(Row scored) throws JsonProcessingException {
    @Nullable Object[] values = new Object[schema.size()];
    for (int i = 0; i < kept; i++) {
      values[i] = scored.get(ScorePartition.KEPT + i);
    }
    if (!names.isEmpty()) {
      JsonNode prediction =
          MlflowJson.mapper().readTree(scored.getString(ScorePartition.PREDICTION));
      new PredictionColumns(predictionColumn)
          .forEach(
              prediction, (name, each) -> values[kept + names.indexOf(name)] = value(name, each));
    }
    return RowFactory.create(values);
  }

  private @Nullable Object value(String name, JsonNode value) {
    if (text) {
      return PredictionColumns.text(value);
    }
    if (value.isNull()) {
      return null;
    }
    return switch (kinds.getOrDefault(name, Kind.NOTHING)) {
      case BOOLEAN -> value.booleanValue();
      case LONG -> value.longValue();
      case NO_NUMBER, DOUBLE -> PredictionColumns.number(value);
      case TEXT -> value.textValue();
      case JSON -> value.toString();
      case NUMBERS -> numbers(value);
      case NOTHING -> null;
    };
  }

  private static @Nullable Double[] numbers(JsonNode list) {
    @Nullable Double[] numbers = new Double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).isNull() ? null : (Double) PredictionColumns.number(list.get(i));
    }
    return numbers;
  }
}
