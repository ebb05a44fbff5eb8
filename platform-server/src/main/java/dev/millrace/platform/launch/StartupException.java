package dev.millrace.platform.launch;

/** The server cannot start; the message names the thing at fault and what to do about it. */
final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartupException(String message) {
    super(message);
  }

  StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
