package dev.millrace.spark;

import dev.millrace.batch.Choice;
import dev.millrace.batch.RowScorer;
import dev.millrace.batch.ScoreJob;
import dev.millrace.core.serving.VersionInput;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Lines of JSON, which stay as they are written: Spark's own reader would give them other types.
 */
final class JsonLinesTable extends Table {

  private static final long serialVersionUID = 1L;

  private static final String LINE = "value";

  JsonLinesTable(SparkSession spark, String place, Choice choice) {
    super(
        choice,
        spark
            .read()
            .text(place)
            .select(functions.col(LINE))
            .filter(functions.col(LINE).notEqual("")));
  }

  @Override
  RowScorer scorer(VersionInput input, ScoreJob.Model model) {
    return RowScorer.ofJsonLines(input, choice(), model);
  }

  @Override
  byte[] record(Row row) {
    return row.getString(0).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  StructType kept() {
    return new StructType().add(LINE, DataTypes.StringType);
  }

  @Override
  @Nullable Object[] kept(Row row, RowScorer.Outcome outcome) {
    return new Object[] {outcome.line()};
  }

  @Override
  boolean hasPredictionColumns() {
    return false;
  }

  @Override
  void write(DataFrameWriter<Row> writer, String folder) {
    writer.text(folder);
  }
}
