package dev.millrace.core.error;

import org.jspecify.annotations.Nullable;

/**
 * The one exception for everything a caller is told: a wire code and a message that names the thing
 * at fault. The message reaches the caller verbatim, so it holds no secret and no internal detail.
 */
public final class MlflowException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public MlflowException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** The cause is for the log only: it is never sent. */
  public MlflowException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public static MlflowException invalidParameter(String message) {
    return new MlflowException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  public static MlflowException notFound(String message) {
    return new MlflowException(ErrorCode.RESOURCE_DOES_NOT_EXIST, message);
  }

  public static MlflowException alreadyExists(String message) {
    return new MlflowException(ErrorCode.RESOURCE_ALREADY_EXISTS, message);
  }

  public ErrorCode code() {
    return code;
  }

  /** {@link #getMessage()}, which this class always has. */
  public String text() {
    String message = getMessage();
    return message == null ? code.name() : message;
  }
}
