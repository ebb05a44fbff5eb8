package dev.millrace.platform.http;

import dev.millrace.core.error.MlflowException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a call of MLflow's API that does not say of what type its body is. */
public final class ContentTypeFilter {

  private static final String API = "/api/2.0/mlflow/";

  /** Takes a file, whatever type its sender gives it. */
  private static final String UPLOAD = API + "upload-artifact";

  @ServerRequestFilter
  public void check(ContainerRequestContext request, UriInfo uri) {
    // MLflow: looks at POST and PUT only, and there even where no body comes.
    String method = request.getMethod();
    if ((method.equals(HttpMethod.POST) || method.equals(HttpMethod.PUT))
        && request.getHeaderString(HttpHeaders.CONTENT_TYPE) == null
        && uri.getPath().startsWith(API)
        && !uri.getPath().equals(UPLOAD)) {
      throw MlflowException.invalidParameter("Bad Request. Content-Type header is missing.");
    }
  }
}
