package dev.millrace.replica;

import org.jspecify.annotations.Nullable;

/** The platform did not do what it was asked; the message says why, for people. */
final class PlatformException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int REFUSED = 401;
  private static final int TOO_LONG = 413;
  private static final int TOO_MANY = 429;
  private static final int FAULT = 500;

  private final boolean mayPass;
  private final boolean refusal;

  private PlatformException(
      boolean mayPass, boolean refusal, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.mayPass = mayPass;
    this.refusal = refusal;
  }

  /** It did not answer, or nothing that can be understood. */
  static PlatformException away(String message, Throwable cause) {
    return new PlatformException(true, false, message, cause);
  }

  /** It answered with an error of its own. A token can be set right on its side. */
  static PlatformException answered(int status, String message) {
    boolean mayPass = status == REFUSED || status == TOO_MANY || status >= FAULT;
    return new PlatformException(mayPass, status == REFUSED, message, null);
  }

  /**
   * Something between answered in its place, such as a proxy that does not reach it: the platform
   * is away, whatever the status says. What is too long for it stays so.
   */
  static PlatformException answeredByAnother(int status, String message) {
    return new PlatformException(status != TOO_LONG, false, message, null);
  }

  /** Whether it may do so another time. */
  boolean mayPass() {
    return mayPass;
  }

  /** Whether the platform does not let this replica follow it. */
  boolean isRefusal() {
    return refusal;
  }

  /** As it stands in a line of a log. */
  @Override
  public String toString() {
    return String.valueOf(getMessage());
  }
}
