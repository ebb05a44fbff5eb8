package dev.millrace.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.batch.Choice;
import dev.millrace.batch.RowScorer;
import dev.millrace.batch.ScoreJob;
import dev.millrace.batch.ScoringException;
import dev.millrace.core.serving.VersionInput;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Parquet. What is kept may be of any type; what the model is asked becomes JSON. */
final class ParquetTable extends Table {

  private static final long serialVersionUID = 1L;

  private static final Set<DataType> SENDABLE =
      Set.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.StringType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType);

  private final StructType schema;
  private final ArrayList<String> sent;
  private final int[] sentPlaces;
  private final int[] keptPlaces;

  private ParquetTable(Choice choice, Dataset<Row> read, ArrayList<String> sent) {
    super(choice, read);
    this.schema = read.schema();
    this.sent = sent;
    List<String> columns = List.of(schema.fieldNames());
    this.sentPlaces = sent.stream().mapToInt(columns::indexOf).toArray();
    this.keptPlaces = keptNames().stream().mapToInt(columns::indexOf).toArray();
  }

  /**
   * Looks at a place.
   *
   * @param input what the model takes: nothing is read but that and what is kept
   */
  static ParquetTable of(SparkSession spark, String place, Choice choice, VersionInput input) {
    Dataset<Row> all = spark.read().parquet(place);
    List<String> names = List.of(all.columns());
    ArrayList<String> sent = sent(names, choice, input);
    Set<String> read = new LinkedHashSet<>(names);
    List<String> kept = choice.columns();
    if (kept != null) {
      read.retainAll(union(kept, sent));
    }
    ParquetTable table =
        new ParquetTable(
            choice,
            all.select(read.stream().map(ParquetTable::column).toArray(Column[]::new)),
            sent);
    table.requireSendable();
    return table;
  }

  private static ArrayList<String> sent(List<String> names, Choice choice, VersionInput input) {
    List<String> features = choice.features();
    if (!input.columns().isEmpty()) {
      ArrayList<String> sent = new ArrayList<>();
      input.columns().forEach(column -> sent.add(column.name()));
      sent.retainAll(names);
      return sent;
    }
    return new ArrayList<>(features == null || input.tensors().isEmpty() ? names : features);
  }

  private static Set<String> union(List<String> some, List<String> others) {
    Set<String> union = new LinkedHashSet<>(some);
    union.addAll(others);
    return union;
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private void requireSendable() {
    for (StructField field : schema.fields()) {
      if (sent.contains(field.name()) && !SENDABLE.contains(field.dataType())) {
        throw new ScoringException(
            "Column '"
                + field.name()
                + "' has the type "
                + field.dataType().simpleString()
                + ", which cannot be scored: convert it to a number, a string, a boolean or a"
                + " timestamp.");
      }
    }
  }

  @Override
  RowScorer scorer(VersionInput input, ScoreJob.Model model) {
    return RowScorer.ofTable(List.of(schema.fieldNames()), input, choice(), model);
  }

  @Override
  byte[] record(Row row) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < sentPlaces.length; i++) {
      record.set(sent.get(i), json(row.get(sentPlaces[i])));
    }
    return record.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What is no number is the text that says so. */
  private static JsonNode json(@Nullable Object value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value == null) {
      return json.nullNode();
    } else if (value instanceof Boolean truth) {
      return json.booleanNode(truth);
    } else if (value instanceof Float number) {
      return Float.isFinite(number) ? json.numberNode(number) : json.textNode(number.toString());
    } else if (value instanceof Double number) {
      return Double.isFinite(number) ? json.numberNode(number) : json.textNode(number.toString());
    } else if (value instanceof Number number) {
      return json.numberNode(number.longValue());
    } else if (value instanceof Instant moment) {
      return json.textNode(text(LocalDateTime.ofInstant(moment, ZoneOffset.UTC)));
    } else if (value instanceof LocalDateTime time) {
      return json.textNode(text(time));
    }
    return json.textNode(value.toString());
  }

  private static String text(LocalDateTime time) {
    return time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
  }

  private List<String> keptNames() {
    List<String> columns = choice().columns();
    return columns == null ? List.of(schema.fieldNames()) : columns;
  }

  @Override
  StructType kept() {
    StructType kept = new StructType();
    for (String name : keptNames()) {
      kept = kept.add(name, schema.apply(name).dataType());
    }
    return kept;
  }

  @Override
  @Nullable Object[] kept(Row row, RowScorer.Outcome outcome) {
    return Arrays.stream(keptPlaces).mapToObj(row::get).toArray();
  }

  @Override
  void write(DataFrameWriter<Row> writer, String folder) {
    writer.parquet(folder);
  }
}
