package dev.millrace.core.error;

/** The body of every error answer of the MLflow and Millrace APIs. */
public record ErrorResponse(String errorCode, String message) {

  public static ErrorResponse of(MlflowException e) {
    return new ErrorResponse(e.code().name(), e.text());
  }
}
