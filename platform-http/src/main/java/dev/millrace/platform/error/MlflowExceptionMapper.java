package dev.millrace.platform.error;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.ErrorResponse;
import dev.millrace.core.error.MlflowException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers a known error with its code and its message. */
@Provider
public final class MlflowExceptionMapper implements ExceptionMapper<MlflowException> {

  @Override
  public Response toResponse(MlflowException e) {
    Response.ResponseBuilder response =
        Response.status(e.code().httpStatus())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(ErrorResponse.of(e));
    if (e.code().httpStatus() == 503 || e.code().httpStatus() == 429) {
      response.header("Retry-After", "1");
    }
    if (e.code() == ErrorCode.UNAUTHENTICATED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response.build();
  }
}
