package dev.millrace.platform.error;

import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.RequestId;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers everything that nobody foresaw, as {@link Failures} says, under the id that the request
 * has where it has one.
 */
@Provider
public final class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {

  private final MlflowExceptionMapper known = new MlflowExceptionMapper();
  private final HttpHeaders request;

  UnexpectedExceptionMapper(HttpHeaders request) {
    this.request = request;
  }

  @Override
  public Response toResponse(Throwable failure) {
    String errorId = RequestId.of(request.getHeaderString(AnswerHeaders.REQUEST_ID));
    return known.toResponse(Failures.told(failure, errorId));
  }
}
