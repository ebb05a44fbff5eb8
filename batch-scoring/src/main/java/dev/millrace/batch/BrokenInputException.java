package dev.millrace.batch;

/** A row cannot be scored, and such rows are not to be skipped. */
public final class BrokenInputException extends ScoringException {

  private static final long serialVersionUID = 1L;

  BrokenInputException(String message) {
    super(message);
  }
}
