package dev.millrace.core.data;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one text of a value that goes into a hash; docs/data-hashes.md lists the rules. A number is
 * written as Python's {@code repr} writes it, so that a file that pandas wrote has the hash of the
 * table it was written from. The same on every JDK.
 */
public final class CanonicalText {

  /** Python writes 0.0001 and 1000000000000000.0 out, what is smaller or larger with exponent. */
  private static final int SMALLEST_PLAIN = -4;

  private static final int LARGEST_PLAIN = 16;

  /** Most digits of a decimal: a few bytes of scale must not become megabytes of zeros. */
  private static final int LONGEST_DECIMAL = 1_000;

  private CanonicalText() {}

  /**
   * The text of a value; null for null.
   *
   * @throws IllegalArgumentException where no rule says how the value is written
   */
  public static @Nullable String of(@Nullable Object value) {
    if (value == null) {
      return null;
    } else if (value instanceof String || value instanceof Boolean || value instanceof UUID) {
      return value.toString();
    } else if (value instanceof Character || value instanceof Enum<?>) {
      return value instanceof Enum<?> constant ? constant.name() : value.toString();
    } else if (value instanceof Number number) {
      return ofNumber(number);
    } else if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return ofTime(value);
  }

  private static String ofNumber(Number number) {
    if (number instanceof Double real) {
      return ofReal(real, NumberOutput.toString(real.doubleValue(), true));
    } else if (number instanceof Float real) {
      return ofReal(real, NumberOutput.toString(real.floatValue(), true));
    } else if (number instanceof BigDecimal decimal) {
      return ofDecimal(decimal);
    } else if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte
        || number instanceof BigInteger) {
      return number.toString();
    }
    throw unknown(number);
  }

  /**
   * @param shortest the fewest digits that read as the value again: what {@code Double.toString} of
   *     JDK 17 prints is not always that
   */
  private static String ofReal(Number value, String shortest) {
    double real = value.doubleValue();
    if (Double.isNaN(real) || Double.isInfinite(real)) {
      return Double.toString(real);
    }
    if (real == 0) {
      return 1 / real < 0 ? "-0.0" : "0.0";
    }
    BigDecimal decimal = oneDigitWhereItDoes(value, new BigDecimal(shortest).stripTrailingZeros());
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= SMALLEST_PLAIN && exponent < LARGEST_PLAIN) {
      String plain = decimal.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    return decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString()
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** Java writes no number with fewer than two digits: 4.9E-324 is 5e-324 elsewhere. */
  private static BigDecimal oneDigitWhereItDoes(Number value, BigDecimal decimal) {
    if (decimal.precision() != 2) {
      return decimal;
    }
    BigDecimal rounded = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
    boolean same =
        value instanceof Float
            ? rounded.floatValue() == value.floatValue()
            : rounded.doubleValue() == value.doubleValue();
    return same ? rounded.stripTrailingZeros() : decimal;
  }

  private static String ofDecimal(BigDecimal decimal) {
    BigDecimal stripped = decimal.stripTrailingZeros();
    long digits = Math.max(stripped.precision(), stripped.precision() - (long) stripped.scale());
    if (Math.max(digits, stripped.scale()) > LONGEST_DECIMAL) {
      throw new IllegalArgumentException(
          "A decimal has more than " + LONGEST_DECIMAL + " digits when it is written out.");
    }
    return stripped.signum() == 0 ? "0" : stripped.toPlainString();
  }

  private static String ofTime(Object value) {
    if (value instanceof LocalDate) {
      return value.toString();
    } else if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    } else if (value instanceof LocalDateTime time) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    } else if (value instanceof Instant instant) {
      return ofUtc(instant);
    } else if (value instanceof OffsetDateTime time) {
      return ofUtc(time.toInstant());
    } else if (value instanceof ZonedDateTime time) {
      return ofUtc(time.toInstant());
    }
    throw unknown(value);
  }

  private static String ofUtc(Instant instant) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC)) + "Z";
  }

  private static IllegalArgumentException unknown(Object value) {
    return new IllegalArgumentException(
        "A " + value.getClass().getName() + " has no text that every language agrees on.");
  }
}
