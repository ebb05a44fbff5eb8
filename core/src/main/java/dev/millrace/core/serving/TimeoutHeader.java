package dev.millrace.core.serving;

import dev.millrace.core.error.MlflowException;
import org.jspecify.annotations.Nullable;

/**
 * The header by which a scoring request says how long its caller waits for the answer, in
 * milliseconds. What is not answered by then is 504, and not scored where it has not begun.
 */
public final class TimeoutHeader {

  public static final String NAME = "X-Millrace-Timeout-Ms";

  private static final long LONGEST_MILLIS = 3_600_000;

  private TimeoutHeader() {}

  /**
   * What the header says, from 1 to an hour; 0 where it is absent.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is not such a number
   */
  public static long millis(@Nullable String value) {
    if (value == null) {
      return 0;
    }
    try {
      long millis = Long.parseLong(value.strip());
      if (millis > 0 && millis <= LONGEST_MILLIS) {
        return millis;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that cannot be.
    }
    throw MlflowException.invalidParameter(
        "The header " + NAME + " must be a whole number from 1 to " + LONGEST_MILLIS + ".");
  }
}
