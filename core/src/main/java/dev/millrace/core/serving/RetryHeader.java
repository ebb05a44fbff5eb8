package dev.millrace.core.serving;

import dev.millrace.core.error.MlflowException;
import org.jspecify.annotations.Nullable;

/**
 * The header by which a scoring request says that it may reach the model twice: where the process
 * that scored it ended in the midst of it, another is asked, once. Without it the request fails.
 */
public final class RetryHeader {

  public static final String NAME = "X-Millrace-Retry";

  private static final String ONCE = "once";

  private RetryHeader() {}

  /**
   * What the header says; false where it is absent.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is anything but {@code once}
   */
  public static boolean allows(@Nullable String value) {
    if (value == null) {
      return false;
    }
    if (!value.strip().equalsIgnoreCase(ONCE)) {
      throw MlflowException.invalidParameter("The header " + NAME + " can only be: " + ONCE);
    }
    return true;
  }
}
