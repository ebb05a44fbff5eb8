package dev.millrace.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalTextTest {

  static List<Arguments> texts() {
    return List.of(
        Arguments.of("  as it is ", "  as it is "),
        Arguments.of('c', "c"),
        Arguments.of(true, "true"),
        Arguments.of((byte) -1, "-1"),
        Arguments.of((short) 12, "12"),
        Arguments.of(-7, "-7"),
        Arguments.of(Long.MIN_VALUE, "-9223372036854775808"),
        Arguments.of(
            new BigInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
        Arguments.of(1.0, "1.0"),
        Arguments.of(0.0, "0.0"),
        Arguments.of(-0.0, "-0.0"),
        Arguments.of(Double.NaN, "NaN"),
        Arguments.of(Double.POSITIVE_INFINITY, "Infinity"),
        Arguments.of(Double.NEGATIVE_INFINITY, "-Infinity"),
        Arguments.of(1.0 / 3, "0.3333333333333333"),
        Arguments.of(9999999999999998.0, "9999999999999998.0"),
        Arguments.of(1e16, "1e+16"),
        Arguments.of(123456789012345680.0, "1.2345678901234568e+17"),
        Arguments.of(0.0001, "0.0001"),
        Arguments.of(0.00001, "1e-05"),
        // JDK 17 prints both of these with a digit too many.
        Arguments.of(2e23, "2e+23"),
        Arguments.of(2e-323, "2e-323"),
        Arguments.of(Double.MIN_VALUE, "5e-324"),
        Arguments.of(Double.MAX_VALUE, "1.7976931348623157e+308"),
        Arguments.of(0.1f, "0.1"),
        Arguments.of(Float.MIN_VALUE, "1e-45"),
        Arguments.of(new BigDecimal("1.500"), "1.5"),
        Arguments.of(new BigDecimal("1E+3"), "1000"),
        Arguments.of(new BigDecimal("0.000"), "0"),
        Arguments.of(new BigDecimal("-1E-10"), "-0.0000000001"),
        Arguments.of(LocalDate.of(2024, 2, 29), "2024-02-29"),
        Arguments.of(LocalTime.of(9, 5), "09:05:00"),
        Arguments.of(LocalDateTime.of(2024, 2, 29, 9, 5, 0, 120_000_000), "2024-02-29T09:05:00.12"),
        Arguments.of(Instant.ofEpochSecond(0), "1970-01-01T00:00:00Z"),
        Arguments.of(Instant.ofEpochSecond(0, 1_000), "1970-01-01T00:00:00.000001Z"),
        Arguments.of(OffsetDateTime.parse("2024-01-01T01:00:00+02:00"), "2023-12-31T23:00:00Z"),
        Arguments.of(new byte[] {0, -1}, "00ff"),
        Arguments.of(Thread.State.NEW, "NEW"),
        Arguments.of(
            UUID.fromString("123E4567-E89B-12D3-A456-426614174000"),
            "123e4567-e89b-12d3-a456-426614174000"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void valueHasOneText(Object value, String text) {
    assertThat(CanonicalText.of(value)).isEqualTo(text);
  }

  @Test
  void nullHasNone() {
    assertThat(CanonicalText.of(null)).isNull();
  }

  @Test
  void whatNoRuleCoversIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalText.of(List.of()))
        .withMessageContaining("List");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalText.of(new BigDecimal("1E+1000000000")))
        .withMessageContaining("digits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalText.of(new BigDecimal("1E-1000000000")));
  }
}
