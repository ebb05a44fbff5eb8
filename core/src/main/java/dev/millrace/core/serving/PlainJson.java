package dev.millrace.core.serving;

import com.fasterxml.jackson.core.io.NumberInput;

/**
 * A cursor over the JSON of numbers and known names, without tokens or text in between. Each of its
 * methods takes what is next where it is what is asked for, with the white space before it, and
 * otherwise stays where it is.
 */
final class PlainJson {

  /** Longer ones are left to others. */
  private static final int LONGEST_NUMBER = 64;

  /** As many digits as a long holds whatever they are. */
  private static final int MOST_DIGITS = 18;

  /** Integers up to here, and these powers of ten, are exact as a double. */
  private static final long MOST_EXACT = 1L << 53;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private final byte[] json;
  private final char[] text = new char[LONGEST_NUMBER];
  private int next;
  private double number;
  private boolean integer;

  PlainJson(byte[] json) {
    this.json = json;
  }

  /** The number that was taken last. */
  double number() {
    return number;
  }

  /** Whether the number that was taken last has neither a fraction nor an exponent. */
  boolean isInteger() {
    return integer;
  }

  boolean ends() {
    skipSpace();
    return next == json.length;
  }

  boolean takes(char mark) {
    skipSpace();
    if (next == json.length || json[next] != mark) {
      return false;
    }
    next++;
    return true;
  }

  /** Takes this text, written in quotes and without escapes. */
  boolean takes(String name) {
    skipSpace();
    int end = next + name.length() + 1;
    if (end >= json.length || json[next] != '"' || json[end] != '"') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (json[next + 1 + i] != c || c > '~' || c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    next = end + 1;
    return true;
  }

  boolean takesNumber() {
    skipSpace();
    int start = next;
    int at = byteAt(start) == '-' ? start + 1 : start;
    int digits = at;
    long mantissa = 0;
    for (; isDigit(at); at++) {
      mantissa = 10 * mantissa + json[at] - '0';
    }
    int count = at - digits;
    if (count == 0 || (count > 1 && json[digits] == '0')) {
      return false;
    }
    int exponent = 0;
    boolean fraction = byteAt(at) == '.';
    if (fraction) {
      int first = ++at;
      for (; isDigit(at); at++) {
        mantissa = 10 * mantissa + json[at] - '0';
      }
      exponent = first - at;
      if (exponent == 0) {
        return false;
      }
      count -= exponent;
    }
    boolean scaled = byteAt(at) == 'e' || byteAt(at) == 'E';
    if (scaled) {
      at++;
      boolean down = byteAt(at) == '-';
      if (down || byteAt(at) == '+') {
        at++;
      }
      int first = at;
      int power = 0;
      for (; isDigit(at) && at - first < 4; at++) {
        power = 10 * power + json[at] - '0';
      }
      if (at == first || isDigit(at)) {
        return false;
      }
      exponent += down ? -power : power;
    }
    if (at - start > LONGEST_NUMBER) {
      return false;
    }
    integer = !fraction && !scaled;
    number =
        count <= MOST_DIGITS && mantissa <= MOST_EXACT && Math.abs(exponent) < POWERS_OF_TEN.length
            ? exact(json[start] == '-', mantissa, exponent)
            : rounded(start, at);
    next = at;
    return true;
  }

  /** One operation on two exact numbers is rounded as the whole would be. */
  private double exact(boolean negative, long mantissa, int exponent) {
    if (integer) {
      // Without a fraction there is no negative zero.
      return negative ? -mantissa : mantissa;
    }
    double value =
        exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
    return negative ? -value : value;
  }

  private double rounded(int start, int end) {
    for (int i = start; i < end; i++) {
      text[i - start] = (char) json[i];
    }
    return NumberInput.parseDouble(text, 0, end - start, true);
  }

  private boolean isDigit(int at) {
    return at < json.length && json[at] >= '0' && json[at] <= '9';
  }

  private int byteAt(int at) {
    return at < json.length ? json[at] : -1;
  }

  private void skipSpace() {
    while (next < json.length && isSpace(json[next])) {
      next++;
    }
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
