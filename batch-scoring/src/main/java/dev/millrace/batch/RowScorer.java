package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.serving.VersionInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores records in memory as {@link ScoreJob} scores those of a file, for those who read and write
 * the rows themselves.
 */
public final class RowScorer {

  private final RowFormat<?> format;
  private final ChunkScorer.Model model;
  private final boolean writesLines;

  /**
   * What became of a record.
   *
   * @param prediction null where it could not be scored
   * @param line of JSON Lines the row with its prediction, without an end of line; else null
   * @param reason why it could not be scored; null where it was
   */
  public record Outcome(
      @Nullable JsonNode prediction, @Nullable String line, @Nullable String reason) {}

  private RowScorer(RowFormat<?> format, ScoreJob.Model model, boolean writesLines) {
    this.format = format;
    this.model = ChunkScorer.Model.of(model);
    this.writesLines = writesLines;
  }

  /**
   * Of records of CSV.
   *
   * @param header the columns
   * @throws ScoringException where a column is missing, or rows cannot become what the model takes
   */
  public static RowScorer ofCsv(
      List<String> header, VersionInput input, Choice choice, ScoreJob.Model model) {
    return new RowScorer(new CsvRows(header, input, choice), model, false);
  }

  /**
   * Of lines of JSON.
   *
   * @throws ScoringException where rows cannot become what the model takes
   */
  public static RowScorer ofJsonLines(VersionInput input, Choice choice, ScoreJob.Model model) {
    return new RowScorer(new JsonRows(input, choice), model, true);
  }

  /**
   * Of rows of a table, each as an object of JSON.
   *
   * @param columns those of the table
   * @throws ScoringException as {@link #ofCsv}
   */
  public static RowScorer ofTable(
      List<String> columns, VersionInput input, Choice choice, ScoreJob.Model model) {
    choice.requireColumns(columns, input);
    return new RowScorer(new JsonRows(input, choice), model, false);
  }

  /** A record of CSV, without an end of line. */
  public static byte[] csvRecord(List<String> fields) {
    return withoutEnd(CsvFields.write(List.of(fields))).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Scores records with one request, or with more where the model refuses some of them.
   *
   * @return what became of each, in their order
   * @throws ScoringException where the answers are no predictions of rows
   */
  public List<Outcome> score(List<byte[]> records) {
    return score(format, records);
  }

  private <R> List<Outcome> score(RowFormat<R> rowFormat, List<byte[]> records) {
    Outcome[] outcomes = new Outcome[records.size()];
    ChunkScorer.Rejects rejects =
        (record, reason) -> outcomes[(int) record.line()] = new Outcome(null, null, reason);
    List<ChunkScorer.Row<R>> rows = new ArrayList<>(records.size());
    for (int i = 0; i < outcomes.length; i++) {
      RawRecord record = new RawRecord(i, records.get(i), 0, 0);
      try {
        rows.add(new ChunkScorer.Row<>(record, rowFormat.parse(record)));
      } catch (BrokenRowException e) {
        rejects.add(record, e.reason());
      }
    }
    List<R> scored = new ArrayList<>(rows.size());
    List<JsonNode> predictions = new ArrayList<>(rows.size());
    new ChunkScorer<>(model, rowFormat, rejects).score(rows, scored, predictions);
    int next = 0;
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] == null) {
        JsonNode prediction = predictions.get(next);
        outcomes[i] = new Outcome(prediction, line(rowFormat, scored.get(next), prediction), null);
        next++;
      }
    }
    return Arrays.asList(outcomes);
  }

  private <R> @Nullable String line(RowFormat<R> rowFormat, R row, JsonNode prediction) {
    return writesLines
        ? withoutEnd(rowFormat.write(List.of(row), List.of(prediction), List.of()))
        : null;
  }

  private static String withoutEnd(String line) {
    return line.substring(0, line.length() - 1);
  }
}
