package dev.millrace.core.error;

/**
 * The error codes of the wire with their HTTP status. The constant's name is the wire value of
 * {@code error_code}.
 *
 * <p>Source: MLflow's {@code databricks.proto} and {@code mlflow/exceptions.py} (3.17).
 */
public enum ErrorCode {
  INTERNAL_ERROR(500),
  // MLflow: answers 500 for INVALID_STATE, and clients retry on it.
  INVALID_STATE(500),
  TEMPORARILY_UNAVAILABLE(503),
  DEADLINE_EXCEEDED(504),
  REQUEST_LIMIT_EXCEEDED(429),
  BAD_REQUEST(400),
  INVALID_PARAMETER_VALUE(400),
  // MLflow: a duplicate is 400, not 409.
  RESOURCE_ALREADY_EXISTS(400),
  RESOURCE_CONFLICT(409),
  /** A promotion that a gate stopped, or a person. */
  PROMOTION_REFUSED(422),
  PERMISSION_DENIED(403),
  UNAUTHENTICATED(401),
  RESOURCE_DOES_NOT_EXIST(404),
  ENDPOINT_NOT_FOUND(404),
  NOT_IMPLEMENTED(501);

  private final int httpStatus;

  ErrorCode(int httpStatus) {
    this.httpStatus = httpStatus;
  }

  /** The HTTP status an answer with this code carries. */
  public int httpStatus() {
    return httpStatus;
  }
}
