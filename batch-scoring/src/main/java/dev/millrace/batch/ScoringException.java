package dev.millrace.batch;

/** A file cannot be scored to its end; the message says why, to a person. */
public class ScoringException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ScoringException(String message) {
    super(message);
  }

  static ScoringException noColumn(String name) {
    return new ScoringException("The input has no column '" + name + "'.");
  }

  static ScoringException noColumnForModel(String name) {
    return new ScoringException("The input has no column '" + name + "', which the model needs.");
  }
}
