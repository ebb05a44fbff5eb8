package dev.millrace.cli.reproduce;

/** A run is not run again; the message says why, to a person. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
