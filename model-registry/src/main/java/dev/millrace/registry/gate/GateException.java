package dev.millrace.registry.gate;

import org.jspecify.annotations.Nullable;

/** Whether a gate passes could not be found out; the message is for the caller. */
final class GateException extends Exception {

  private static final long serialVersionUID = 1L;

  GateException(String message) {
    this(message, null);
  }

  GateException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
