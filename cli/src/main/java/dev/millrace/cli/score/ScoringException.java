package dev.millrace.cli.score;

/** A file cannot be scored to its end; the message says why, to a person. */
public final class ScoringException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ScoringException(String message) {
    super(message);
  }
}
