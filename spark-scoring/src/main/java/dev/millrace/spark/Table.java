package dev.millrace.spark;

import dev.millrace.batch.Choice;
import dev.millrace.batch.RowScorer;
import dev.millrace.batch.ScoreJob;
import dev.millrace.core.serving.VersionInput;
import java.io.Serializable;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a format, as Spark reads and writes them. It goes to the executors, without the rows.
 */
abstract class Table implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The column that tells which file a row is from. */
  private static final String FILE = "__millrace_file";

  private final Choice choice;
  private final transient @Nullable Dataset<Row> rows;
  private final int filePlace;

  Table(Choice choice, Dataset<Row> read) {
    this.choice = choice;
    this.rows = read.withColumn(FILE, functions.input_file_name());
    this.filePlace = read.columns().length;
  }

  final Choice choice() {
    return choice;
  }

  /** On the driver: the rows. */
  final Dataset<Row> rows() {
    if (rows == null) {
      throw new IllegalStateException("Executors are given their rows.");
    }
    return rows;
  }

  /** The file that a row is from. */
  final String file(Row row) {
    return row.getString(filePlace);
  }

  /**
   * Scores records.
   *
   * @throws dev.millrace.batch.ScoringException where the table is none that the model can score
   */
  abstract RowScorer scorer(VersionInput input, ScoreJob.Model model);

  /** A row as the scorer takes it. */
  abstract byte[] record(Row row);

  /** The columns of the output, beside those that predictions have of their own. */
  abstract StructType kept();

  /** The values of those of a row that is scored. */
  abstract @Nullable Object[] kept(Row row, RowScorer.Outcome outcome);

  /** Whether predictions have columns of their own. */
  boolean hasPredictionColumns() {
    return true;
  }

  /** Whether those are texts, whatever the predictions are. */
  boolean isText() {
    return false;
  }

  /** Writes the columns into a folder. */
  abstract void write(DataFrameWriter<Row> writer, String folder);
}
