package dev.millrace.spark;

import dev.millrace.batch.Choice;
import dev.millrace.batch.RowScorer;
import dev.millrace.batch.ScoreJob;
import dev.millrace.batch.ScoringException;
import dev.millrace.core.serving.VersionInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** CSV of RFC 4180 with headers, whose values stay the texts that they are. */
final class CsvTable extends Table {

  private static final long serialVersionUID = 1L;

  /** Spark's column of records that have more or fewer fields than the header. */
  private static final String BROKEN = "__millrace_broken";

  private final ArrayList<String> header;
  private final int[] places;
  private final int[] keptPlaces;
  private final int brokenPlace;

  private CsvTable(Choice choice, Dataset<Row> read, ArrayList<String> header) {
    super(choice, read);
    this.header = header;
    List<String> columns = List.of(read.columns());
    this.places = header.stream().mapToInt(columns::indexOf).toArray();
    this.keptPlaces = keptNames().stream().mapToInt(columns::indexOf).toArray();
    this.brokenPlace = columns.indexOf(BROKEN);
  }

  /**
   * Looks at a place.
   *
   * @param singleLines whether no value has an end of line, so that files can be split
   */
  static CsvTable of(SparkSession spark, String place, Choice choice, boolean singleLines) {
    List<String> header = List.of(reader(spark, singleLines).csv(place).columns());
    if (header.isEmpty()) {
      throw new ScoringException(place + " has no header.");
    }
    StructType schema = new StructType();
    for (String column : header) {
      schema = schema.add(column, DataTypes.StringType);
    }
    Dataset<Row> read =
        reader(spark, singleLines)
            .schema(schema.add(BROKEN, DataTypes.StringType))
            .option("mode", "PERMISSIVE")
            .option("columnNameOfCorruptRecord", BROKEN)
            // Every file must have this header.
            .option("enforceSchema", false)
            .csv(place);
    return new CsvTable(choice, read, new ArrayList<>(header));
  }

  private static DataFrameReader reader(SparkSession spark, boolean singleLines) {
    return spark
        .read()
        .option("header", true)
        .option("quote", "\"")
        .option("escape", "\"")
        .option("multiLine", !singleLines);
  }

  @Override
  RowScorer scorer(VersionInput input, ScoreJob.Model model) {
    return RowScorer.ofCsv(header, input, choice(), model);
  }

  @Override
  byte[] record(Row row) {
    if (!row.isNullAt(brokenPlace)) {
      return row.getString(brokenPlace).getBytes(StandardCharsets.UTF_8);
    }
    List<String> fields = new ArrayList<>(places.length);
    for (int place : places) {
      fields.add(row.isNullAt(place) ? "" : row.getString(place));
    }
    return RowScorer.csvRecord(fields);
  }

  private List<String> keptNames() {
    List<String> columns = choice().columns();
    return columns == null ? header : columns;
  }

  @Override
  StructType kept() {
    StructType kept = new StructType();
    for (String column : keptNames()) {
      kept = kept.add(column, DataTypes.StringType);
    }
    return kept;
  }

  @Override
  @Nullable Object[] kept(Row row, RowScorer.Outcome outcome) {
    return Arrays.stream(keptPlaces).mapToObj(row::get).toArray();
  }

  @Override
  boolean isText() {
    return true;
  }

  @Override
  void write(DataFrameWriter<Row> writer, String folder) {
    writer
        .option("header", true)
        .option("quote", "\"")
        .option("escape", "\"")
        .option("nullValue", "")
        .option("emptyValue", "")
        .option("ignoreLeadingWhiteSpace", false)
        .option("ignoreTrailingWhiteSpace", false)
        .csv(folder);
  }
}
