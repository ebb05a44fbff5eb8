package dev.millrace.core.json;

import com.fasterxml.jackson.core.io.NumberOutput;

/**
 * Writes floats in the fewest digits that no other float is nearest to, as {@link
 * NumberOutput#toString(float, boolean)} does. Predictions are mostly probabilities and the like:
 * between {@link #LEAST} and {@link #MOST} a float times 10^12 is exact as a double (24 bits of the
 * float and the 28 of 5^12), so the digits come out of a few operations without rounding. All other
 * floats are left to the library.
 */
final class FloatText {

  /** Characters of the longest text, such as {@code -1.17549435E-38}. */
  static final int LONGEST = 16;

  private static final float LEAST = 1e-3f;
  private static final float MOST = 1e3f;

  private static final int DECIMALS = 12;
  private static final double SCALE = 1e12;

  private static final long[] POWERS_OF_TEN = new long[DECIMALS + 1];

  private static final int LEAST_EXPONENT = Math.getExponent(LEAST);

  /** By exponent, the greatest power of ten that the floats around are not farther apart than. */
  private static final int[] LEAST_POWER = new int[Math.getExponent(MOST) - LEAST_EXPONENT + 1];

  static {
    long unit = 1;
    for (int i = 0; i <= DECIMALS; i++) {
      POWERS_OF_TEN[i] = unit;
      unit *= 10;
    }
    for (int i = 0; i < LEAST_POWER.length; i++) {
      double apart = Math.ulp(Math.scalb(1f, LEAST_EXPONENT + i)) * SCALE;
      while (POWERS_OF_TEN[LEAST_POWER[i] + 1] <= apart) {
        LEAST_POWER[i]++;
      }
    }
  }

  private FloatText() {}

  /**
   * Writes a finite float.
   *
   * @return where the text ends
   */
  static int write(float value, char[] text, int at) {
    float size = Math.abs(value);
    // The floats next to a power of two are not equally far away.
    boolean plain = size >= LEAST && size < MOST && (Float.floatToRawIntBits(size) & 0x7fffff) != 0;
    if (plain) {
      int end = value < 0 ? minus(text, at) : at;
      end = writePlain(size, text, end);
      if (end >= 0) {
        return end;
      }
    }
    String written = NumberOutput.toString(value, true);
    written.getChars(0, written.length(), text, at);
    return at + written.length();
  }

  private static int minus(char[] text, int at) {
    text[at] = '-';
    return at + 1;
  }

  /**
   * Writes the text; -1 where two texts are as near as each other, which is left to the library.
   */
  private static int writePlain(float size, char[] text, int at) {
    double scaled = size * SCALE;
    // Half the way to the next float: what is nearer than that is this one.
    double half = Math.ulp(size) * (SCALE / 2);
    long shortest = -1;
    int zeros = 0;
    for (int power = LEAST_POWER[Math.getExponent(size) - LEAST_EXPONENT];
        power <= DECIMALS;
        power++) {
      long unit = POWERS_OF_TEN[power];
      long units = (long) (scaled / unit);
      double above = scaled - (double) (units * unit);
      // The quotient may have been rounded up, or down, to the next one.
      if (above < 0) {
        units--;
        above += unit;
      } else if (above >= unit) {
        units++;
        above -= unit;
      }
      double below = unit - above;
      double distance = Math.min(above, below);
      if (distance == half || (above == below && distance < half)) {
        return -1;
      }
      if (distance > half) {
        break;
      }
      shortest = above < below ? units : units + 1;
      zeros = power;
    }
    return shortest < 0 ? -1 : writeDecimal(shortest, DECIMALS - zeros, text, at);
  }

  private static int writeDecimal(long digits, int decimals, char[] text, int at) {
    long whole = digits / POWERS_OF_TEN[decimals];
    long part = digits % POWERS_OF_TEN[decimals];
    int end = writeWhole((int) whole, text, at);
    text[end++] = '.';
    if (decimals == 0) {
      text[end++] = '0';
      return end;
    }
    for (int i = end + decimals - 1; i >= end; i--) {
      text[i] = (char) ('0' + part % 10);
      part /= 10;
    }
    return end + decimals;
  }

  /** Up to 1,000. */
  private static int writeWhole(int whole, char[] text, int at) {
    int length = whole < 10 ? 1 : whole < 100 ? 2 : whole < 1_000 ? 3 : 4;
    for (int i = at + length - 1; i >= at; i--) {
      text[i] = (char) ('0' + whole % 10);
      whole /= 10;
    }
    return at + length;
  }
}
