package dev.millrace.serving.runtime.pyfunc;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.runtime.RequestLostException;

/** A worker ended before it answered. */
final class WorkerLostException extends RequestLostException {

  private static final long serialVersionUID = 1L;

  private final boolean held;
  private final ErrorCode code;

  /**
   * @param held whether the request had come to the worker: else the model has not seen it
   * @param reason for whoever asked
   */
  WorkerLostException(boolean held, ErrorCode code, String reason) {
    super(reason);
    this.held = held;
    this.code = code;
  }

  boolean held() {
    return held;
  }

  /** Whether asking again is of use: a request that took too long has no time left. */
  boolean mayBeRepeated() {
    return code != ErrorCode.DEADLINE_EXCEEDED;
  }

  MlflowException toMlflow() {
    return new MlflowException(code, String.valueOf(getMessage()), this);
  }
}
