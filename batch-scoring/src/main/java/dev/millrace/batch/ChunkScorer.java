package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the model for the predictions of a chunk. Where it refuses the chunk, halves of it are
 * asked, until the rows that it refuses stand alone.
 */
final class ChunkScorer<R> {

  /** Asks for predictions. */
  interface Model {

    /**
     * The answer's JSON.
     *
     * @throws BrokenRowException where the model does not take the data
     */
    String ask(byte[] body, String mediaType) throws BrokenRowException;

    /** One whose refusals are of the rows that it is asked. */
    static Model of(ScoreJob.Model model) {
      return (body, mediaType) -> {
        try {
          return model.ask(body, mediaType);
        } catch (ScoreJob.RefusedRowsException e) {
          throw new BrokenRowException(String.valueOf(e.getMessage()));
        }
      };
    }
  }

  /** Is told of rows that cannot be scored, in their order. */
  interface Rejects {
    void add(RawRecord record, String reason);
  }

  /** A record and its values. */
  record Row<R>(RawRecord record, R values) {}

  private final Model model;
  private final RowFormat<R> format;
  private final Rejects rejects;

  ChunkScorer(Model model, RowFormat<R> format, Rejects rejects) {
    this.model = model;
    this.format = format;
    this.rejects = rejects;
  }

  /** Adds the rows that are scored to a list and their predictions to another. */
  void score(List<Row<R>> rows, List<R> scored, List<JsonNode> predictions) {
    if (rows.isEmpty()) {
      return;
    }
    List<R> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(row.values()));
    try {
      String answer = model.ask(format.request(values), format.mediaType());
      predictions.addAll(Predictions.of(answer, rows.size()));
      scored.addAll(values);
    } catch (BrokenRowException e) {
      if (rows.size() == 1) {
        rejects.add(rows.get(0).record(), e.reason());
        return;
      }
      int half = rows.size() / 2;
      score(rows.subList(0, half), scored, predictions);
      score(rows.subList(half, rows.size()), scored, predictions);
    }
  }
}
