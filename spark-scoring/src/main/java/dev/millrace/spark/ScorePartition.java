package dev.millrace.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.batch.RowScorer;
import dev.millrace.batch.ScoringException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Scores a partition. Each row becomes its prediction as JSON, or the line that tells why it has
 * none, and the columns that are kept of it.
 */
final class ScorePartition implements MapPartitionsFunction<Row, Row> {

  /** Where the prediction is; null of a row that could not be scored. */
  static final int PREDICTION = 0;

  /** Where the line of a row is that could not be scored; null of all others. */
  static final int REJECT = 1;

  /** Where columns begin that are kept. */
  static final int KEPT = 2;

  private static final long serialVersionUID = 1L;

  private final Table table;
  private final PackedModel model;
  private final int chunkRows;
  private final boolean skipsBroken;

  ScorePartition(Table table, PackedModel model, int chunkRows, boolean skipsBroken) {
    this.table = table;
    this.model = model;
    this.chunkRows = chunkRows;
    this.skipsBroken = skipsBroken;
  }

  /** What rows become. */
  StructType schema() {
    StructType schema =
        new StructType()
            .add("__millrace_prediction", DataTypes.StringType)
            .add("__millrace_reject", DataTypes.StringType);
    for (StructField field : table.kept().fields()) {
      schema = schema.add(field.name(), field.dataType());
    }
    return schema;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    ExecutorModel loaded = ExecutorModel.of(model);
    return new Scored(rows, table.scorer(loaded.input(), loaded));
  }

  /** A chunk in memory at a time. */
  private final class Scored implements Iterator<Row> {

    private final Iterator<Row> rows;
    private final RowScorer scorer;
    private final Deque<Row> ready = new ArrayDeque<>();
    private final int columns = KEPT + table.kept().size();
    private long row;

    Scored(Iterator<Row> rows, RowScorer scorer) {
      this.rows = rows;
      this.scorer = scorer;
    }

    @Override
    public boolean hasNext() {
      if (ready.isEmpty() && rows.hasNext()) {
        scoreChunk();
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void scoreChunk() {
      List<Row> chunk = new ArrayList<>();
      List<byte[]> records = new ArrayList<>();
      while (chunk.size() < chunkRows && rows.hasNext()) {
        Row next = rows.next();
        chunk.add(next);
        records.add(table.record(next));
      }
      List<RowScorer.Outcome> outcomes = scorer.score(records);
      for (int i = 0; i < outcomes.size(); i++) {
        row++;
        RowScorer.Outcome outcome = outcomes.get(i);
        Object[] values = new Object[columns];
        JsonNode prediction = outcome.prediction();
        if (prediction == null) {
          values[REJECT] = rejected(chunk.get(i), records.get(i), String.valueOf(outcome.reason()));
        } else {
          values[PREDICTION] = prediction.toString();
          Object[] kept = table.kept(chunk.get(i), outcome);
          System.arraycopy(kept, 0, values, KEPT, kept.length);
        }
        ready.add(RowFactory.create(values));
      }
    }

    private String rejected(Row read, byte[] record, String reason) {
      int partition = TaskContext.getPartitionId();
      String file = table.file(read);
      if (!skipsBroken) {
        throw new ScoringException(
            "Partition %d, row %d of it, of %s: %s Leave such rows out with --on-error skip."
                .formatted(partition, row, file, reason));
      }
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("partition", partition);
      line.put("row", row);
      line.put("file", file);
      line.put("reason", reason);
      line.put("record", new String(record, StandardCharsets.UTF_8));
      return line.toString();
    }
  }
}
