package dev.millrace.platform.error;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.ErrorResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Gives the framework's own refusals (no such route, wrong method, wrong media type) a body. */
@Provider
public final class WebApplicationExceptionMapper
    implements ExceptionMapper<WebApplicationException> {

  private final UriInfo uri;

  WebApplicationExceptionMapper(UriInfo uri) {
    this.uri = uri;
  }

  @Override
  public Response toResponse(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    if (status < 400) {
      return e.getResponse();
    }
    ErrorResponse body =
        switch (status) {
          case 404 -> new ErrorResponse(ErrorCode.ENDPOINT_NOT_FOUND.name(), "No such route.");
          case 405 ->
              new ErrorResponse(
                  ErrorCode.ENDPOINT_NOT_FOUND.name(), "This route does not have that method.");
          case 415 ->
              new ErrorResponse(
                  ErrorCode.INVALID_PARAMETER_VALUE.name(),
                  "Bad Request. Content-Type must be one of ['application/json'].");
          case 413 ->
              new ErrorResponse(
                  ErrorCode.INVALID_PARAMETER_VALUE.name(), "The request body is too large.");
          default ->
              new ErrorResponse(
                  status < 500 ? ErrorCode.BAD_REQUEST.name() : ErrorCode.INTERNAL_ERROR.name(),
                  "The request was refused with status " + status + ".");
        };
    return Response.fromResponse(e.getResponse())
        // MLflow: a wrong media type is a bad parameter, not 415.
        .status(status == 415 && !ErrorForm.isInference(uri.getPath()) ? 400 : status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(body)
        .build();
  }
}
