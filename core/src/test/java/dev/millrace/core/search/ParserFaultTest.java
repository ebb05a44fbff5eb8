package dev.millrace.core.search;

import static dev.millrace.core.search.ParserTest.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, in which words and where. */
class ParserFaultTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "OR                         | 1",
        "tags.a='x' AND OR          | 16",
        "(tags.a='x' AND)           | 16",
        "tags.a='x' OR              | 14",
        "tags.a=='x'                | 7",
        "tags.a ! 'x'               | 8",
        "tags.a <> 'x'              | 8",
        "tags.a='x                  | 8",
        "'a'='x'                    | 1",
        "5 = 5                      | 1",
        "tags. = 'x'                | 7",
        "tags.a = x                 | 10",
        "tags.a = `x`               | 10",
        "tags.a = 5                 | 10",
        "tags.a                     | 7",
        "tags.a IS                  | 10",
        "tags.a IS 'x'              | 11",
        "tags.a NOT 'x'             | 8",
        "tags.a IN 'x'              | 11",
        "tags.a IN ()               | 12",
        "tags.a IN ('x'             | 15",
        "tags.a IN (,)              | 12",
        "tags.a IN ('x', 5)         | 17",
        "tags.a = ('x')             | 10",
        "tags.a > 'x'               | 8",
        "tags.a BETWEEN 'a' AND 'b' | 16",
        "tags.a-b = 'x'             | 1",
        "tags.`a`.min = 'x'         | 9",
        "metrics.`a`.mean > 1       | 12",
        "metrics.a = '1'            | 13",
        "metrics.a = 1.2.3          | 13",
        "metrics.a = 1x             | 13",
        "metrics.a = 1e401          | 13",
        "metrics.a = 1e-99999999999 | 13",
        "metrics.a IN ('1')         | 15",
        "metrics.a BETWEEN 1, 2     | 20",
        "metrics.a BETWEEN 1        | 20",
        "metrics.a > now()          | 13",
        "metrics.a > 1 tags         | 15",
        "metrics.a > 1 AN tags.b='x'| 15",
        "resnet metrics.a > 1       | 8",
        "params.a LIKE 5            | 10",
        "params.a IN (5, 'x')       | 17",
        "start_time > '2026-13-01'  | 14",
        "start_time > '1'           | 14",
        "start_time > now           | 17",
        "start_time > now() - 7     | 22",
        "start_time > now() - 7y    | 22",
        "start_time > now()-d       | 20",
        "start_time > now() - 999999999999w | 22",
        "start_time > 7d            | 14",
        "name                       | 5",
        "owner.a = 'x'              | 1",
        "size = 'x'                 | 1",
        "size.                      | 1",
        "tags.a                     | 7",
        "dataset.size = 'x'         | 1",
        "(tags.a='x'                | 12",
        "tags.a='x')                | 11",
        "tags.a='x'; DROP           | 11",
      })
  void aFaultIsNamedWithItsPosition(String text, int position) {
    assertThatThrownBy(() -> Parser.filter(text, SCHEMA))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageMatching("(?s).*position " + position + "\\b.*");
  }

  @Test
  void aFaultIsShownInTheTextAroundIt() {
    assertThatThrownBy(() -> Parser.filter("metrics.a > 1\nAND\tbar = 'x'", SCHEMA))
        .hasMessageEndingWith(
            " (at position 19)\nmetrics.a > 1 AND bar = 'x'\n" + " ".repeat(18) + "^");
    assertThatThrownBy(() -> Parser.filter("tags.a='🏃' AND ; x", SCHEMA))
        .hasMessageEndingWith("\ntags.a='🏃' AND ; x\n" + " ".repeat(15) + "^");
    String longOne = "tags.a='" + "x".repeat(500) + "' AND bar = 'x' AND tags.b='" + "y".repeat(99);
    assertThatThrownBy(() -> Parser.filter(longOne + "'", SCHEMA))
        .hasMessageEndingWith(
            "\n…"
                + "x".repeat(54)
                + "' AND bar = 'x' AND tags.b='yyyyyyyy…\n"
                + " ".repeat(61)
                + "^");
  }

  @Test
  void lengthDepthAndCountHaveBounds() {
    assertRefused("tags.a='" + "x".repeat(Parser.MAX_LENGTH) + "'", "longer than");
    assertRefused("(".repeat(5000), "nested deeper");
    assertRefused("NOT ".repeat(4000), "nested deeper");
    String clauses = String.join(" OR ", Collections.nCopies(Parser.MAX_CLAUSES + 1, "tags.a='x'"));
    assertRefused(clauses, "more than 200 comparisons");
    assertThat(Parser.filter("(".repeat(50) + "tags.a='x'" + ")".repeat(50), SCHEMA))
        .isEqualTo(Parser.filter("tags.a='x'", SCHEMA));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "##                    | Invalid order_by clause ''. Could not be parsed.",
        "metrics.a DSC         | Invalid ordering key in order_by clause 'metrics.a DSC'.",
        "metrics.a DESC ASC    | Invalid order_by clause 'metrics.a DESC ASC'. Could not be parsed.",
        "metrics.a, metrics.b  | Could not be parsed.",
        "dataset.name          | Invalid identifier type 'dataset'",
        "owner                 | Invalid attribute key 'owner' specified.",
        "'name'                | Invalid order_by clause ''name''. Could not be parsed.",
        "metrics.              | Invalid order_by clause 'metrics.'. Could not be parsed.",
        "metrics.a-b           | Invalid order_by clause 'metrics.a-b'. Could not be parsed.",
        "metrics.`a            | Invalid order_by clause 'metrics.`a'. Could not be parsed.",
      })
  void aBadOrderIsRefused(String text, String message) {
    assertThatThrownBy(() -> Parser.orderBy(text, SCHEMA))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining(message);
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> Parser.filter(text, SCHEMA))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining(message);
  }
}
