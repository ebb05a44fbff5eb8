package dev.millrace.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.VersionInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Records in memory, scored by a model that answers x + 1 and refuses what is below 0. */
class RowScorerTest {

  private static final VersionInput INPUT =
      new VersionInput(true, List.of(new VersionInput.Column("x", "double", true)), List.of());
  private static final Choice ALL = new Choice(null, null, "prediction");

  private static String ask(byte[] body, String mediaType) {
    String text = new String(body, StandardCharsets.UTF_8);
    List<String> values =
        mediaType.equals("text/csv") ? text.lines().skip(1).toList() : ofRecords(text);
    ArrayNode predictions = JsonNodeFactory.instance.arrayNode();
    for (String value : values) {
      double x = Double.parseDouble(value);
      if (x < 0) {
        throw new ScoreJob.RefusedRowsException("x is below 0.", new IOException());
      }
      predictions.add(x + 1);
    }
    return "{\"predictions\": " + predictions + "}";
  }

  private static List<String> ofRecords(String body) {
    try {
      return MlflowJson.mapper().readTree(body).path("dataframe_records").findValuesAsText("x");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<byte[]> records(String... records) {
    return Stream.of(records).map(record -> record.getBytes(StandardCharsets.UTF_8)).toList();
  }

  @Test
  void recordsOfCsvHavePredictionsOrReasonsInTheirOrder() {
    RowScorer scorer = RowScorer.ofCsv(List.of("id", "x"), INPUT, ALL, RowScorerTest::ask);

    List<RowScorer.Outcome> outcomes = scorer.score(records("a,1", "b", "c,-1", "d,2", "e,3"));

    assertThat(outcomes)
        .extracting(outcome -> String.valueOf(outcome.prediction()))
        .containsExactly("2.0", "null", "null", "3.0", "4.0");
    assertThat(outcomes)
        .extracting(RowScorer.Outcome::reason)
        .containsExactly(
            null, "It has 1 fields where the header has 2.", "x is below 0.", null, null);
  }

  @Test
  void linesOfJsonHaveTheirPredictionAndKeepTheirNumbers() {
    RowScorer scorer = RowScorer.ofJsonLines(INPUT, ALL, RowScorerTest::ask);

    List<RowScorer.Outcome> outcomes = scorer.score(records("{\"x\": 1.10, \"y\": [1]}", "{"));

    assertThat(outcomes)
        .extracting(RowScorer.Outcome::line)
        .containsExactly("{\"x\":1.10,\"y\":[1],\"prediction\":2.1}", null);
    assertThat(outcomes.get(1).reason()).isEqualTo("It is not valid JSON.");
  }

  @Test
  void aTableWithoutAColumnOfTheModelIsRefused() {
    assertThatThrownBy(() -> RowScorer.ofTable(List.of("id"), INPUT, ALL, RowScorerTest::ask))
        .isInstanceOf(ScoringException.class)
        .hasMessage("The input has no column 'x', which the model needs.");
  }

  @Test
  void aRecordOfCsvIsReadAsItWasWritten() throws BrokenRowException {
    List<String> fields = List.of("", " x ", "a, \"b\"", "two\nlines", "");

    assertThat(CsvFields.of(RowScorer.csvRecord(fields))).isEqualTo(fields);
  }
}
