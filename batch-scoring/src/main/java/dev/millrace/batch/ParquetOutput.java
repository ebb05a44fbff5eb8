package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Makes Parquet of rows that are scored: their columns as they were, and the predictions. */
final class ParquetOutput {

  private ParquetOutput() {}

  /** Something to do with every row that is scored. */
  private interface Rows {
    void accept(ObjectNode row) throws IOException;
  }

  /**
   * Writes all of it, in the place of what is there.
   *
   * @throws ScoringException where predictions of one name have different types
   */
  static void write(ScorePlan plan, Path file) throws IOException {
    List<ParquetColumn> kept;
    try (ParquetInput input = new ParquetInput(plan.input())) {
      kept = input.columns().kept(plan.choice());
    }
    ParquetPredictions predictions = new ParquetPredictions(plan.choice().predictionColumn());
    forEach(plan.part(), row -> predictions.learn(prediction(plan, row)));
    List<Type> fields = new ArrayList<>();
    kept.forEach(column -> fields.add(column.type()));
    fields.addAll(predictions.fields());
    requireNames(fields);
    MessageType schema = new MessageType("rows", fields);
    try (ParquetTable table = new ParquetTable(file, schema)) {
      forEach(
          plan.part(),
          row -> {
            Group group = table.newRow();
            kept.forEach(column -> column.write(group, row.path(column.name())));
            predictions.write(group, prediction(plan, row));
            table.add(group);
          });
    }
  }

  private static void requireNames(List<Type> fields) {
    long names = fields.stream().map(Type::getName).distinct().count();
    if (names < fields.size()) {
      throw new ScoringException(
          "The input has a column as the predictions are called: call those something else.");
    }
  }

  private static JsonNode prediction(ScorePlan plan, ObjectNode row) {
    return row.path(plan.choice().predictionColumn());
  }

  private static void forEach(Path part, Rows rows) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(part)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.accept((ObjectNode) MlflowJson.mapper().readTree(line));
      }
    }
  }
}
