package dev.millrace.serving.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.core.serving.GetQuality.Kind;
import dev.millrace.core.serving.GetQuality.VersionQuality;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are those of scikit-learn 1.5 for the same rows. */
class TallyTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Pairs of what was predicted and what should have been. */
  private static VersionQuality of(String pairs) {
    Tally tally = new Tally();
    json(pairs).forEach(pair -> tally.add(pair.get(0), pair.get(1)));
    return tally.of("1");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void classesAreCountedAsScikitLearnDoes() {
    // y_pred = a a b c b d, y_true = a b b c c a; macro over a, b, c, d with zero_division 0.
    VersionQuality quality =
        of("[[\"a\",\"a\"],[\"a\",\"b\"],[\"b\",\"b\"],[\"c\",\"c\"],[\"b\",\"c\"],[\"d\",\"a\"]]");
    assertThat(quality.kind()).isEqualTo(Kind.CLASSIFICATION);
    assertThat(quality.rows()).isEqualTo(6);
    assertThat(quality.accuracy()).isEqualTo(0.5);
    assertThat(quality.precision()).isEqualTo(0.5);
    assertThat(quality.recall()).isEqualTo(0.375);
    assertThat(quality.f1()).isCloseTo(0.4166667, within(1e-6));
    assertThat(quality.mae()).isNull();
  }

  @Test
  void integersAndBooleansAreClasses() {
    VersionQuality whole = of("[[2,2.0],[1,2],[0,0],[10,1e1]]");
    assertThat(whole.kind()).isEqualTo(Kind.CLASSIFICATION);
    assertThat(whole.accuracy()).isEqualTo(0.75);
    assertThat(of("[[true,true],[true,false]]").accuracy()).isEqualTo(0.5);
    assertThat(of("[[\"2\",2]]").accuracy()).as("a number as text").isEqualTo(1);
  }

  @Test
  void numbersWithFractionsAreMeasured() {
    // y_pred = 2.5 0.0 2.0 8.0, y_true = 3 -0.5 2 7, the example of scikit-learn's documentation.
    VersionQuality quality = of("[[2.5,3],[0.0,-0.5],[2.0,2],[8.0,7]]");
    assertThat(quality.kind()).isEqualTo(Kind.REGRESSION);
    assertThat(quality.mae()).isEqualTo(0.5);
    assertThat(quality.rmse()).isCloseTo(Math.sqrt(0.375), within(1e-12));
    assertThat(quality.r2()).isCloseTo(0.9486081, within(1e-7));
    assertThat(quality.accuracy()).isNull();
    assertThat(of("[[2.5,3],[2.5,3]]").r2()).as("nothing varies").isNull();
    assertThat(of("[[1000000000.5,1000000001],[999999999.5,1000000000]]").r2())
        .isCloseTo(0, within(1e-9));
  }

  @Test
  void aThousandClassesAreTheMost() {
    StringBuilder pairs = new StringBuilder("[");
    for (int i = 0; i < 1_500; i++) {
      pairs.append(i == 0 ? "" : ",").append("[\"c%1$d\",\"c%1$d\"]".formatted(i));
    }
    VersionQuality quality = of(pairs.append("]").toString());
    assertThat(quality.accuracy()).isEqualTo(1);
    assertThat(quality.f1()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"predictions\":[\"a\",\"b\"]}|1|\"b\"",
        "{\"predictions\":[[1.5],[2.5]]}|1|2.5",
        "{\"predictions\":7}|0|7",
        "{\"predictions\":[{\"label\":1,\"probabilities\":[0.1,0.9]}]}|0|1",
        "{\"predictions\":[{\"variable\":0.5}]}|0|0.5",
        "{\"predictions\":{\"label\":[1,2],\"probabilities\":[[0.1,0.9],[0.2,0.8]]}}|1|2",
        "{\"predictions\":{\"variable\":[[0.5],[0.25]]}}|1|0.25",
        "{\"predictions\":[\"a\"]}|1|null",
        "{\"predictions\":[[0.1,0.9]]}|0|null",
        "{\"predictions\":[{\"low\":0.1,\"high\":0.9}]}|0|null",
        "{\"predictions\":[null]}|0|null",
        "{}|0|null",
      })
  void aRowsPredictionIsTheOneValueOfIt(String answer, int row, String expected) {
    assertThat(String.valueOf(RowPrediction.of(Protocol.MLFLOW_JSON, json(answer), row)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"name\":\"p\",\"shape\":[2],\"data\":[3,4]}]|1|4",
        "[{\"name\":\"p\",\"shape\":[2,1],\"data\":[3,4]}]|1|4",
        "[{\"name\":\"scores\",\"shape\":[1,2],\"data\":[0.1,0.9]},{\"name\":\"label\",\"shape\":[1],\"data\":[1]}]|0|1",
        "[{\"name\":\"p\",\"shape\":[1,2],\"data\":[3,4]}]|0|null",
        "[{\"name\":\"p\",\"shape\":[1],\"data\":[3]},{\"name\":\"q\",\"shape\":[1],\"data\":[3]}]|0|null",
        "[]|0|null",
      })
  void aRowsOutputIsTheOneOfIt(String outputs, int row, String expected) {
    assertThat(
            String.valueOf(
                RowPrediction.of(Protocol.V2, json("{\"outputs\":" + outputs + "}"), row)))
        .isEqualTo(expected);
  }
}
