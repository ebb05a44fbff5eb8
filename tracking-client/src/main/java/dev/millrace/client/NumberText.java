package dev.millrace.client;

import com.fasterxml.jackson.core.io.NumberInput;

/**
 * Reads numbers as they stand in CSV: {@code [+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?}. Short ones,
 * which are most, without making a String of them.
 */
final class NumberText {

  /** Numbers with so many digits fit into a long. */
  private static final int LONGEST_WHOLE = 18;

  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final int LARGEST_EXPONENT = 100_000;

  /** A double times or by one of these, all exact, is rounded once and so is right. */
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private char[] text = {};
  private int next;
  private int end;
  private long mantissa;
  private int significant;
  private boolean whole;
  private double value;

  /** Whether the text is a number; if so, {@link #value} and {@link #isWhole} tell of it. */
  boolean read(char[] chars, int offset, int length) {
    return length <= LONGEST_WHOLE && readPlain(chars, offset, length)
        || readAny(chars, offset, length);
  }

  /** The digits with at most one point that most numbers are, in a loop that is nothing else. */
  private boolean readPlain(char[] chars, int offset, int length) {
    int last = offset + length;
    int first = chars[offset] == '-' ? offset + 1 : offset;
    int point = last;
    long digits = 0;
    for (int i = first; i < last; i++) {
      int digit = chars[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
      } else if (chars[i] == '.' && point == last) {
        point = i;
      } else {
        return false;
      }
    }
    boolean hasPoint = point < last;
    int count = last - first - (hasPoint ? 1 : 0);
    if (count == 0 || digits > EXACT_IN_DOUBLE) {
      return false;
    }
    double magnitude = hasPoint ? digits / POWERS_OF_TEN[last - point - 1] : digits;
    value = first > offset ? -magnitude : magnitude;
    whole = !hasPoint;
    return true;
  }

  private boolean readAny(char[] chars, int offset, int length) {
    text = chars;
    next = offset;
    end = offset + length;
    mantissa = 0;
    significant = 0;
    boolean negative = sign();
    int beforePoint = digits();
    boolean hasPoint = next < end && text[next] == '.';
    next += hasPoint ? 1 : 0;
    int afterPoint = hasPoint ? digits() : 0;
    if (beforePoint + afterPoint == 0) {
      return false;
    }
    boolean hasExponent = next < end && (text[next] | 0x20) == 'e';
    int exponent = -afterPoint;
    if (hasExponent) {
      next++;
      int from = next;
      int given = exponent();
      if (next == from) {
        return false;
      }
      exponent += given;
    }
    if (next != end) {
      return false;
    }
    whole = !hasPoint && !hasExponent && beforePoint <= LONGEST_WHOLE;
    value = number(negative, exponent, chars, offset, length);
    return true;
  }

  double value() {
    return value;
  }

  /** Whether it has neither point nor exponent, and at most 18 digits. */
  boolean isWhole() {
    return whole;
  }

  private double number(boolean negative, int exponent, char[] chars, int offset, int length) {
    if (significant > LONGEST_WHOLE
        || mantissa > EXACT_IN_DOUBLE
        || Math.abs(exponent) >= POWERS_OF_TEN.length) {
      return NumberInput.parseDouble(chars, offset, length, true);
    }
    double magnitude =
        exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
    return negative ? -magnitude : magnitude;
  }

  private boolean sign() {
    boolean negative = next < end && text[next] == '-';
    if (negative || (next < end && text[next] == '+')) {
      next++;
    }
    return negative;
  }

  private int digits() {
    int from = next;
    while (next < end && text[next] >= '0' && text[next] <= '9') {
      if (significant > 0 || text[next] != '0') {
        significant++;
      }
      if (significant <= LONGEST_WHOLE) {
        mantissa = mantissa * 10 + (text[next] - '0');
      }
      next++;
    }
    return next - from;
  }

  /** Stops at a bound far beyond that of a double; the position stays where there is no digit. */
  private int exponent() {
    int from = next;
    boolean negative = sign();
    int firstDigit = next;
    int given = 0;
    while (next < end && text[next] >= '0' && text[next] <= '9') {
      given = Math.min(LARGEST_EXPONENT, given * 10 + (text[next] - '0'));
      next++;
    }
    if (next == firstDigit) {
      next = from;
    }
    return negative ? -given : given;
  }
}
