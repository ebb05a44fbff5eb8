package dev.millrace.replica;

import org.jspecify.annotations.Nullable;

/** The platform did not do what it was asked; the message says why, for people. */
final class PlatformException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  static final int UNREACHABLE = 0;
  private static final int REFUSED = 401;

  private final int status;

  /**
   * @param status of HTTP, or {@link #UNREACHABLE}
   */
  PlatformException(int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** Whether it may do so another time. A token can be set right on the platform's side. */
  boolean mayPass() {
    return status == UNREACHABLE || status == REFUSED || status == 429 || status >= 500;
  }

  /** Whether the platform does not let this replica follow it. */
  boolean isRefusal() {
    return status == REFUSED;
  }

  /** As it stands in a line of a log. */
  @Override
  public String toString() {
    return String.valueOf(getMessage());
  }
}
