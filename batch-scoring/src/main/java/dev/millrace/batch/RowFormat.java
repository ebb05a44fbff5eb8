package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * How rows stand in a file, what of them the model is asked, and how they are written again.
 *
 * @param <R> a row's values
 */
interface RowFormat<R> {

  /** The values of a record. */
  R parse(RawRecord record) throws BrokenRowException;

  /** The media type of {@link #request}. */
  String mediaType();

  /** The body that asks the model for predictions of the rows. */
  byte[] request(List<R> rows);

  /**
   * The columns that predictions become, of which the first row's shows the form; empty where the
   * format needs none.
   */
  List<String> predictionColumns(JsonNode first);

  /** What stands before the first row. */
  String header(List<String> predictionColumns);

  /**
   * The rows with their predictions.
   *
   * @throws ScoringException where a prediction has another form than the columns say
   */
  String write(List<R> rows, List<JsonNode> predictions, List<String> predictionColumns);
}
