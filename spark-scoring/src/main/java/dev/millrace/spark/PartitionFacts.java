package dev.millrace.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.batch.PredictionColumns;
import dev.millrace.core.json.MlflowJson;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * What is in a partition that is scored.
 *
 * @param rows that have predictions
 * @param rejected rows that have none
 * @param columns what the predictions are
 */
record PartitionFacts(long rows, long rejected, Map<String, PredictionColumns.Kind> columns) {

  /** Looks at a partition; the facts go to the driver as JSON. */
  static final class Count implements MapPartitionsFunction<Row, String> {

    private static final long serialVersionUID = 1L;

    private final String predictionColumn;

    Count(String predictionColumn) {
      this.predictionColumn = predictionColumn;
    }

    @Override
    public Iterator<String> call(Iterator<Row> scored) throws JsonProcessingException {
      PredictionColumns columns = new PredictionColumns(predictionColumn);
      long rows = 0;
      long rejected = 0;
      while (scored.hasNext()) {
        Row row = scored.next();
        if (row.isNullAt(ScorePartition.PREDICTION)) {
          rejected++;
        } else {
          rows++;
          columns.learn(MlflowJson.mapper().readTree(row.getString(ScorePartition.PREDICTION)));
        }
      }
      return List.of(
              MlflowJson.mapper()
                  .writeValueAsString(new PartitionFacts(rows, rejected, columns.seen())))
          .iterator();
    }
  }

  static PartitionFacts read(String json) {
    try {
      return MlflowJson.mapper().readValue(json, PartitionFacts.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("It was written as JSON.", e);
    }
  }
}
