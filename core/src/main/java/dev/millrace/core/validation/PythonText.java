package dev.millrace.core.validation;

import java.math.BigDecimal;

/** Values as Python prints them: MLflow's messages show them so. */
public final class PythonText {

  private static final int SMALLEST_EXPONENT = -4;
  private static final int LARGEST_EXPONENT = 16;

  private PythonText() {}

  /**
   * A text as {@code repr} prints it: in single quotes, or in double ones where it holds single.
   */
  public static String of(String text) {
    boolean single = text.indexOf('\'') < 0 || text.indexOf('"') >= 0;
    return single
        ? "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
        : '"' + text.replace("\\", "\\\\") + '"';
  }

  /** A number as {@code repr} prints it: {@code 1.0}, {@code 1e+20}, {@code 1.5e-05}. */
  public static String of(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return Double.toString(value);
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= SMALLEST_EXPONENT && exponent < LARGEST_EXPONENT) {
      String plain = decimal.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    return "%se%s%02d"
        .formatted(
            decimal.movePointLeft(exponent).stripTrailingZeros().toPlainString(),
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }
}
