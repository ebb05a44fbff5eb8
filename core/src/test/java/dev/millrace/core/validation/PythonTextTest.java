package dev.millrace.core.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what Python 3.11 prints. */
class PythonTextTest {

  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0",
    "0.5, 0.5",
    "-0.0, -0.0",
    "1e20, 1e+20",
    "1e16, 1e+16",
    "1e15, 1000000000000000.0",
    "12345678.5, 12345678.5",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "1.5e-7, 1.5e-07",
    "-2.5e300, -2.5e+300",
    "NaN, nan",
    "Infinity, inf",
    "-Infinity, -inf"
  })
  void numbersAreWrittenAsReprWritesThem(double value, String text) {
    assertThat(PythonText.of(value)).isEqualTo(text);
  }

  @Test
  void textsAreQuotedAsReprQuotesThem() {
    assertThat(PythonText.of("a")).isEqualTo("'a'");
    assertThat(PythonText.of("a'b")).isEqualTo("\"a'b\"");
    assertThat(PythonText.of("a\"b")).isEqualTo("'a\"b'");
    assertThat(PythonText.of("a'\"b")).isEqualTo("'a\\'\"b'");
    assertThat(PythonText.of("a\\b")).isEqualTo("'a\\\\b'");
  }
}
