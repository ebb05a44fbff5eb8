package dev.millrace.core.data;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts for CSV files that people open in spreadsheets. */
public final class SpreadsheetText {

  private static final String FORMULA_STARTS = "=+-@\t\r";
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?|inf|Infinity)");

  private SpreadsheetText() {}

  /**
   * A text that a spreadsheet would run as a formula is written behind an apostrophe, which the
   * spreadsheet takes for "this is text"; any other, and a number, stays as it is.
   */
  public static @Nullable String safe(@Nullable String text) {
    boolean formula =
        text != null
            && !text.isEmpty()
            && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
            && !NUMBER.matcher(text).matches();
    return formula ? "'" + text : text;
  }
}
