package dev.millrace.platform.error;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.RequestId;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;

/**
 * Answers everything that nobody foresaw: neutral text and an id that finds the cause in the log,
 * the one that the request has where it has one. Trouble that passes by itself (the database is
 * away, a deadlock) is 503, so that clients retry.
 */
@Provider
public final class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = Logger.getLogger(UnexpectedExceptionMapper.class);

  private final MlflowExceptionMapper known = new MlflowExceptionMapper();
  private final HttpHeaders request;

  UnexpectedExceptionMapper(HttpHeaders request) {
    this.request = request;
  }

  @Override
  public Response toResponse(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MlflowException e) {
        return known.toResponse(e);
      }
    }
    if (DatabaseFailure.isUnkeepableText(failure)) {
      return known.toResponse(
          MlflowException.invalidParameter("The request names something with a NUL character."));
    }
    String errorId = RequestId.of(request.getHeaderString(AnswerHeaders.REQUEST_ID));
    if (DatabaseFailure.isTransient(failure)) {
      LOG.warnf("error %s: the database could not be used: %s", errorId, failure.toString());
      return known.toResponse(
          new MlflowException(
              ErrorCode.TEMPORARILY_UNAVAILABLE,
              "The server cannot reach its database right now; try again. (error id "
                  + errorId
                  + ")"));
    }
    LOG.errorf(failure, "error %s", errorId);
    return known.toResponse(
        new MlflowException(
            ErrorCode.INTERNAL_ERROR,
            "The server failed on this request. Its log has the cause under error id "
                + errorId
                + "."));
  }
}
