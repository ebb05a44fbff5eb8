package dev.millrace.platform.error;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers everything that nobody foresaw, as {@link Failures} says. */
@Provider
public final class UnexpectedExceptionMapper implements ExceptionMapper<Throwable> {

  private final MlflowExceptionMapper known = new MlflowExceptionMapper();

  @Override
  public Response toResponse(Throwable failure) {
    return known.toResponse(Failures.told(failure));
  }
}
