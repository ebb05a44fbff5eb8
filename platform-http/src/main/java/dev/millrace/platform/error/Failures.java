package dev.millrace.platform.error;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import org.jboss.logging.Logger;

/** What a caller is told of a failure, whatever protocol he speaks. */
public final class Failures {

  private static final Logger LOG = Logger.getLogger(Failures.class);

  private Failures() {}

  /**
   * The error itself where it is one that is meant for callers. Of everything that nobody foresaw
   * it is a neutral text and an id that finds the cause in the log. Trouble that passes by itself
   * (the database is away, a deadlock) is TEMPORARILY_UNAVAILABLE, so that clients retry.
   *
   * @param errorId what the failure is called in the log
   */
  public static MlflowException told(Throwable failure, String errorId) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MlflowException e) {
        return e;
      }
    }
    if (DatabaseFailure.isUnkeepableText(failure)) {
      return MlflowException.invalidParameter("The request names something with a NUL character.");
    }
    if (DatabaseFailure.isTransient(failure)) {
      LOG.warnf("error %s: the database could not be used: %s", errorId, failure.toString());
      return new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "The server cannot reach its database right now; try again. (error id " + errorId + ")");
    }
    LOG.errorf(failure, "error %s", errorId);
    return new MlflowException(
        ErrorCode.INTERNAL_ERROR,
        "The server failed on this request. Its log has the cause under error id " + errorId + ".");
  }
}
