package dev.millrace.serving.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.core.data.ColumnDrift;
import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.DataReport.DriftLevel;
import dev.millrace.core.serving.GetDrift.Category;
import dev.millrace.core.serving.GetDrift.FeatureDrift;
import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTallyTest {

  private static LoggedRequest request(Protocol protocol, String body, String answer) {
    return new LoggedRequest(
        "r", 1, "primary", "1", protocol, null, 1, null, 1, body, null, false, answer, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MLFLOW_JSON|{\"dataframe_split\":{\"columns\":[\"x\",\"c\"],\"data\":[[1,\"a\"],[3,null]]}}",
        "MLFLOW_JSON|{\"dataframe_records\":[{\"x\":1,\"c\":\"a\"},{\"x\":3,\"c\":null}]}",
        "MLFLOW_JSON|{\"instances\":[{\"x\":1,\"c\":\"a\"},{\"x\":3,\"c\":null}]}",
        "MLFLOW_JSON|{\"inputs\":{\"x\":[1,3],\"c\":[\"a\",null]}}",
        "MLFLOW_CSV|'x,c\n1,a\n3,\n'",
        "V2|{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"data\":[1,3]},{\"name\":\"c\",\"shape\":[2,1],\"data\":[[\"a\"],[null]]}]}",
      })
  void theRowsOfEveryFormAreCounted(Protocol protocol, String body) {
    WindowTally window = new WindowTally(Map.of());
    window.add(request(protocol, body, null));
    assertThat(window.unread()).isZero();
    ColumnProfile x = window.features().get("x").profile("x");
    assertThat(x.count()).isEqualTo(2);
    assertThat(x.mean()).isEqualTo(2);
    assertThat(x.stddev()).isEqualTo(1);
    assertThat(x.min()).isEqualTo(1);
    assertThat(x.max()).isEqualTo(3);
    FeatureTally c = window.features().get("c");
    assertThat(c.categories()).isEqualTo(Map.of("a", 1L));
    assertThat(c.missingShare()).isEqualTo(0.5);
  }

  @Test
  void whatHasNoNamesIsUnread() {
    WindowTally window = new WindowTally(Map.of());
    window.add(request(Protocol.MLFLOW_JSON, "{\"inputs\":[[1,2]]}", null));
    window.add(request(Protocol.MLFLOW_JSON, null, null));
    window.add(
        request(
            Protocol.V2, "{\"inputs\":[{\"name\":\"m\",\"shape\":[1,2],\"data\":[1,2]}]}", null));
    assertThat(window.requests()).isEqualTo(3);
    assertThat(window.unread()).isEqualTo(3);
    assertThat(window.features()).isEmpty();
  }

  @Test
  void predictionsAndConfidencesAreCounted() {
    WindowTally window = new WindowTally(Map.of());
    String two = "{\"inputs\":{\"x\":[1,2]}}";
    window.add(
        request(
            Protocol.MLFLOW_JSON,
            two,
            "{\"predictions\":[{\"label\":1,\"probabilities\":[0.2,0.8]},"
                + "{\"label\":0,\"probabilities\":[0.6,0.4]}]}"));
    assertThat(window.predictions().categories()).isEqualTo(Map.of("1", 1L, "0", 1L));
    assertThat(window.meanConfidence()).isCloseTo(0.7, within(1e-12));
    WindowTally numbers = new WindowTally(Map.of());
    numbers.add(request(Protocol.MLFLOW_JSON, two, "{\"predictions\":[0.5,1.5]}"));
    assertThat(numbers.predictions().profile("p").mean()).isEqualTo(1);
    assertThat(numbers.meanConfidence()).isNull();
  }

  @Test
  void categoriesAreHeldAgainstThoseOfTheReference() {
    // (0.25 - 0.5) ln (0.25 / 0.5) + (0.75 - 0.5) ln (0.75 / 0.5)
    assertThat(ColumnDrift.psi(Map.of("a", 50L, "b", 50L), Map.of("a", 25L, "b", 75L)))
        .isCloseTo(0.274653, within(1e-6));
    FeatureTally reference = categories(500, 500);
    FeatureDrift drift =
        Held.of("c", categories(250, 750), reference.profile("c"), reference.categories());
    assertThat(drift.psi()).isCloseTo(0.274653, within(1e-6));
    assertThat(drift.level()).isEqualTo(DriftLevel.STRONG);
    assertThat(drift.categories())
        .containsExactly(new Category("b", 0.75), new Category("a", 0.25));
    assertThat(drift.ks()).isNull();
    assertThat(
            Held.of("c", categories(2, 6), reference.profile("c"), reference.categories()).level())
        .as("so few are far by chance")
        .isEqualTo(DriftLevel.NONE);
    assertThat(Held.of("c", reference, null, Map.of()).level()).isNull();
  }

  private static FeatureTally categories(int a, int b) {
    FeatureTally tally = new FeatureTally(null);
    for (int i = 0; i < a + b; i++) {
      tally.addField(i < a ? "a" : "b");
    }
    return tally;
  }

  @Test
  void numbersOutOfTheRangeOfTheReferenceAreCounted() {
    ColumnProfile reference =
        new ColumnProfile("x", null, 10L, 0L, null, 0.0, 10.0, 5.0, 1.0, List.of());
    FeatureTally tally = new FeatureTally(reference);
    for (String field : new String[] {"-1", "0", "10", "11", "", "NaN"}) {
      tally.addField(field);
    }
    tally.add(NullNode.getInstance());
    assertThat(tally.outOfRangeShare()).isEqualTo(0.5);
    assertThat(tally.rows()).isEqualTo(7);
    assertThat(tally.missingShare()).isCloseTo(3.0 / 7, within(1e-12));
    assertThat(Held.of("x", tally, reference, Map.of()).outOfRangeShare()).isEqualTo(0.5);
  }
}
