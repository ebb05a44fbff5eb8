package dev.millrace.batch;

/** A row that cannot be scored: it is none of its format, or the model does not take it. */
final class BrokenRowException extends Exception {

  private static final long serialVersionUID = 1L;

  BrokenRowException(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
